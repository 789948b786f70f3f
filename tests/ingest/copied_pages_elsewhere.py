"""More copied pages: other interface languages, badges, other designs; words of our own."""

from __future__ import annotations

PAGES: dict[str, str] = {}
PAGES["yt_de"] = """1.234 Kommentare

Sortieren nach

Kommentar hinzufügen…

@noraquay
vor 3 Tagen
Die Fähre fuhr am Montag zehn Minuten zu früh.
Niemand wusste es.

12

Antworten

2 Antworten

@olaf77
vor 2 Tagen (bearbeitet)
Stimmt nicht, du Träumer.


Antworten

@pia
vor 1 Jahr
Danke für den Fahrplan.

1.234

Antworten
"""
PAGES["yt_fr"] = """345 commentaires

Trier par

Ajouter un commentaire...

@noraquay
il y a 3 jours
Le ferry est parti trop tôt lundi.

12

Répondre

2 réponses

@olaf77
il y a 2 jours (modifié)
Faux, rêveur.


Répondre

@pia
il y a 1 an
Merci pour l'horaire.

1,2 k

Répondre
"""
PAGES["fb_en2"] = """Most relevant

Author
Harbour Town News
Here is the new timetable.
4d
Like
Reply

Nora Quay
Top fan
The ferry left ten minutes early on Monday.
3d
Like
Reply
Share
12
View all 3 replies
Olaf Berg
It did not. I was on it, you dreamer.
2d
Like
Reply
Share
Pia Sand
 ·
Follow
Thank you for the timetable.
1w
Like
Reply
Share
"""
PAGES["fb_fr"] = """Nora Kai
Le ferry est parti trop tôt lundi.
3 j
J’aime
Répondre
4
Olaf Berg
Faux, rêveur, j'étais à bord.
2 j
J’aime
Répondre
Pia Sand
Merci pour l'horaire.
1 sem
J’aime
Répondre
"""
PAGES["wp_fr"] = """3 réflexions sur « Le ferry »

Nora dit :
4 mars 2024 à 9 h 12 min
Le ferry est parti dix minutes trop tôt lundi.

Répondre
Olaf dit :
4 mars 2024 à 10 h 01 min
Faux, j'étais à bord, rêveur.

Répondre
Pia dit :
5 mars 2024 à 20 h 00 min
Merci pour l'horaire.

Répondre
Laisser un commentaire
"""
PAGES["wp_avatar"] = """3 responses to “Ferry times”
Nora Avatar
Nora Quay
March 4, 2024
The ferry left ten minutes early on Monday.

Reply
Olaf Avatar
Olaf
March 4, 2024
It did not. I was on it, you dreamer.

Reply
Pia Avatar
Pia
March 5, 2024
Thank you for the timetable.

Reply
"""
PAGES["guardian2"] = """View more comments
Comments (27)
This discussion is now closed for comments but you can still sort
Sort by oldest
Show 25
Threads unthreaded

NoraQuay
4 Mar 2024 9:12
12 Guardian Pick

The ferry left ten minutes early on Monday.

Nobody at the quay was told.

Share
Report

Olaf77

NoraQuay
4 Mar 2024 10:01
3

It did not. I was on it, you dreamer.

Share
Report

Pia
5 Mar 2024 20:00
0

This comment was removed by a moderator because it broke the rules.

Share
Report

Quin
5 Mar 2024 21:00
1

Thank you for the timetable.

Share
Report
"""
PAGES["nyt2"] = """Comments 312

NYT Picks
Reader Picks
All

Nora commented March 4, 2024
N
Nora
Harbour Town
March 4, 2024
The ferry left ten minutes early on Monday.

12 RecommendShareFlag

Olaf commented March 4, 2024
O
Olaf
Oslo
March 4, 2024
@Nora It did not. I was on it, you dreamer.

3 RecommendShareFlag

Pia commented March 5, 2024
P
Pia
Bergen
March 5, 2024
Thank you for the timetable.

RecommendShareFlag
"""
PAGES["bbc"] = """312 Comments

Comment posted by NoraQuay, at 09:12 4 Mar
NoraQuay
09:12 4 Mar

The ferry left ten minutes early on Monday.

312
45
Reply
View replies

Comment posted by Olaf, at 10:01 4 Mar
Olaf
10:01 4 Mar

It did not. I was on it, you dreamer.

12
3
Reply

Comment posted by Pia, at 20:00 5 Mar
Pia
20:00 5 Mar

Thank you for the timetable.

0
0
Reply
"""
PAGES["zeit"] = """Nora K.
#1  —  4. März 2024, 9:12 Uhr
12

Die Fähre fuhr am Montag zehn Minuten zu früh.

Melden
Empfehlen
Antworten
Olaf77
#1.1  —  4. März 2024, 10:01 Uhr

Stimmt nicht, du Träumer.

Melden
Empfehlen
Antworten
Pia
#2  —  5. März 2024, 20:00 Uhr

Danke für den Fahrplan.

Melden
Empfehlen
Antworten
"""
PAGES["spiegel"] = """Diskutieren Sie mit
312 Kommentare

Sortierung: Neueste

N
Nora K.
04.03.2024, 09:12 Uhr

Die Fähre fuhr am Montag zehn Minuten zu früh.

Beitrag melden
Antworten
12

O
Olaf77
04.03.2024, 10:01 Uhr
Antwort auf Nora K.

Stimmt nicht, du Träumer.

Beitrag melden
Antworten
1

P
Pia
05.03.2024, 20:00 Uhr

Danke für den Fahrplan.

Beitrag melden
Antworten
"""
PAGES["phpbb"] = """Re: Ferry times
Quote
Post by nora » Mon Mar 04, 2024 9:12 am

The ferry left ten minutes early on Monday.
Top

olaf77
Posts: 312
Joined: Tue Jan 02, 2018 3:00 pm
Re: Ferry times
Quote
Post by olaf77 » Mon Mar 04, 2024 10:01 am

It did not. I was on it, you dreamer.
Top

pia
Posts: 12
Joined: Wed Jan 03, 2018 3:00 pm
Re: Ferry times
Quote
Post by pia » Tue Mar 05, 2024 8:00 pm

Thank you for the timetable.
Top
"""
PAGES["insta"] = """noraquay
The ferry left ten minutes early on Monday.
3d
12 likes
Reply
View replies (1)
olaf77
@noraquay It did not. I was on it, you dreamer.
2d
1 like
Reply
pia_sand
Thank you for the timetable ⛴️
2d
Reply
"""
PAGES["linkedin"] = """Nora Quay
   • 3rd+
Harbour master at Harbour Town
3d

The ferry left ten minutes early on Monday.

Like

like
4

Reply

1 Reply

Olaf Berg
   • 2nd
Skipper
2d

It did not. I was on it, you dreamer.

Like

Reply

Pia Sand
   • 3rd+
Teacher
2d

Thank you for the timetable.

Like

Reply
"""
PAGES["reddit_new2"] = """Ferry times to change in May : r/town

Skip to main content
r/town icon
Go to town
r/town
•
3 yr. ago
mod_town

Ferry times to change in May
Upvote
40

Downvote

3
Go to comments
Share

Sort by:
Best

Search Comments
Expand comment search
Comments Section
u/nora_quay avatar
nora_quay
•
3y ago
•
Edited 3y ago
Top 1% Commenter
The ferry left ten minutes early on Monday.
Nobody at the quay was told.

Upvote
12

Downvote
Reply
reply

Award

Share
Share
u/olaf77 avatar
olaf77
OP
•
3y ago
It did not. I was on it, you dreamer.

Upvote
-3

Downvote
Reply
reply

Award

Share
Share
3 more replies
[deleted]
•
3y ago
Comment deleted by user

Upvote
1

Downvote
Reply
reply

Award

Share
Share
u/pia avatar
pia
•
3y ago
Thank you for the timetable.

Upvote
1

Downvote
Reply
reply

Award

Share
Share
"""
PAGES["reddit_old2"] = """[–]nora_quay[S] 12 points13 points14 points 3 years ago
The ferry left ten minutes early on Monday.

Nobody at the quay was told.

permalinkembedsavereportreply
[–]olaf77 0 points1 point2 points 3 years ago*
It did not. I was on it, you dreamer.

permalinkembedsaveparentreportreply
[+]pia comment score below threshold (3 children)
[–]quin 5 points6 points7 points 3 years ago
Thank you for the timetable.

permalinkembedsavereportreply
load more comments (4 replies)
"""
PAGES["disqus_new"] = """Comments
3
Login
G
Join the discussion…
LOG IN WITH
OR SIGN UP WITH DISQUS
Name
4
Share
Best
Newest
Oldest
N
Nora Quay
3 days ago
The ferry left ten minutes early on Monday.
Nobody at the quay was told.
4
0
Reply
Share ›
O
olaf77
Nora Quay
2 days ago
edited
It did not. I was on it, you dreamer.
1
2
Reply
Share ›
P
Pia
2 days ago
Thank you for the timetable.
0
0
Reply
Share ›
"""
PAGES["substack"] = """3 Comments
Nora Quay
Nora’s Newsletter
Mar 4, 2024
Liked by Harbour Town

The ferry left ten minutes early on Monday.
Expand full comment
Like (12)
Reply
Share
Olaf
Mar 4, 2024

It did not. I was on it, you dreamer.
Expand full comment
Like
Reply
Share
Pia
Mar 5, 2024

Thank you for the timetable.
Expand full comment
Like
Reply
Share
"""
PAGES["ja"] = """のら
3 日前
フェリーは十分早く出ました。

返信

おらふ
2 日前
出ていません。

返信

ぴあ
2 日前
時刻表をありがとう。

返信
"""
PAGES["ru"] = """Нора
4 марта 2024, 09:12
Паром ушёл на десять минут раньше.

Ответить

Олаф
4 марта 2024, 10:01
Неправда, я был на борту.

Ответить

Пиа
5 марта 2024, 20:00
Спасибо за расписание.

Ответить
"""
