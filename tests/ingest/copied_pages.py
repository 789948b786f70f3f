"""What people get when they copy a page: layouts of well-known sites, with words of our own."""

from __future__ import annotations

PAGES: dict[str, str] = {}
PAGES["disqus"] = """Ferry times to change in May
By Staff

The council has agreed a new timetable.

3 Comments
Town News
🔒 Disqus' Privacy Policy

Recommend 2

Share
Sort by Best

Avatar
Join the discussion…

Log in with
or sign up with Disqus

Avatar
Nora Quay
3 days ago
The ferry left ten minutes early on Monday.
Nobody at the quay was told.

4

•
Reply
•
Share ›

Avatar
olaf77  Nora Quay
2 days ago
It did not. I was on it, you dreamer.

1

•
Reply
•
Share ›

Avatar
Pia
2 days ago
Thank you for the timetable.

•
Reply
•
Share ›

Powered by Disqus
"""
PAGES["wordpress"] = """3 thoughts on "Ferry times to change in May"

Nora Quay says:
March 4, 2024 at 9:12 am
The ferry left ten minutes early on Monday.

Nobody at the quay was told.

Reply

    Olaf says:
    March 4, 2024 at 10:01 am
    It did not. I was on it, you dreamer.

    Reply

Pia says:
March 5, 2024 at 8:00 pm
Thank you for the timetable.

Reply

Leave a Reply
Your email address will not be published. Required fields are marked *
"""
PAGES["reddit_old"] = """Ferry times to change in May (self.town)
submitted 3 days ago by mod_town
4 comments
share
save
hide
report
all 4 comments
sorted by: best
[–]nora_quay 12 points 3 days ago
The ferry left ten minutes early on Monday.

Nobody at the quay was told.

permalink
embed
save
report
reply
[–]olaf77 -3 points 2 days ago
It did not. I was on it, you dreamer.

permalink
embed
save
parent
report
reply
[–]pia 1 point 2 days ago*
Thank you for the timetable.

permalink
embed
save
report
reply
[–][deleted] 1 point 1 day ago
[removed]

permalink
embed
save
report
reply
"""
PAGES["reddit_new"] = """r/town
•
3 days ago
mod_town

Ferry times to change in May

Upvote
40

Downvote

4
Go to comments

Share

Sort by:

Best

Search Comments
u/nora_quay avatar
nora_quay
•
3d ago
The ferry left ten minutes early on Monday.

Nobody at the quay was told.


Upvote
12

Downvote

Reply
reply

Award
Award
Share
Share

u/olaf77 avatar
olaf77
•
2d ago
It did not. I was on it, you dreamer.


Upvote
-3

Downvote

Reply
reply

Award
Award
Share
Share

u/pia avatar
pia
•
2d ago
•
Edited 2d ago
Thank you for the timetable.


Upvote
1

Downvote

Reply
reply

Award
Award
Share
Share
"""
PAGES["youtube"] = """4 Comments

Sort by

Add a comment...

@noraquay
3 days ago
The ferry left ten minutes early on Monday.
Nobody at the quay was told.

12

Reply

2 replies

@olaf77
2 days ago
It did not. I was on it, you dreamer.


Reply

@pia
2 days ago (edited)
@olaf77 thank you for the timetable.

1

Reply

@quin
1 year ago
Which boat is that?
3


Reply
"""
PAGES["facebook"] = """All comments

Nora Quay
The ferry left ten minutes early on Monday.
Nobody at the quay was told.
3d
Like
Reply
4
Olaf Berg
Nora Quay It did not. I was on it, you dreamer.
2d
Like
Reply
Pia Sand
Thank you for the timetable.
2d
Like
Reply
Edited
2
"""
PAGES["guardian"] = """Comments (4)
Sign in or create your account to join the discussion

Order by
Newest
Show
25
Threads
Collapsed

NoraQuay
4 Mar 2024 09.12
12
The ferry left ten minutes early on Monday.

Nobody at the quay was told.

Reply
Share
Report
Olaf77
NoraQuay
4 Mar 2024 10.01
3
It did not. I was on it, you dreamer.

Reply
Share
Report
Pia
5 Mar 2024 20.00
0
Thank you for the timetable.

Reply
Share
Report
"""
PAGES["times"] = """Comments 4

The comments section is closed.

All 4 | Reader Picks 2 | NYT Picks 1
Sort by: Newest

N
Nora Quay
Harbour Town
March 4
The ferry left ten minutes early on Monday.
Nobody at the quay was told.

12 Recommend
Share
Flag
O
Olaf
Oslo
March 4
@Nora Quay It did not. I was on it, you dreamer.

3 Recommend
Share
Flag
P
Pia
Bergen
March 5
Thank you for the timetable.

Recommend
Share
Flag
"""
PAGES["hn"] = """Hacker News new | past | comments
Ferry times to change in May (example.org)
40 points by mod 3 days ago | hide | past | favorite | 4 comments

nora_quay 3 days ago | next [–]

The ferry left ten minutes early on Monday.

Nobody at the quay was told.

reply

olaf77 2 days ago | parent | next [–]

It did not. I was on it, you dreamer.

reply

pia 2 days ago | prev [–]

Thank you for the timetable.

reply
"""
PAGES["tweet"] = """Nora Quay
@noraquay
·
Mar 4
The ferry left ten minutes early on Monday.
2
1
12
340
Olaf
@olaf77
·
Mar 4
Replying to @noraquay
It did not. I was on it, you dreamer.
1
3
80
Pia
@pia
·
Mar 5
Thank you for the timetable.
5
60
"""
PAGES["german"] = """Kommentare (3)

Nora Quay
04.03.2024, 09:12 Uhr
Die Fähre fuhr am Montag zehn Minuten zu früh.

Antworten
Melden

Olaf
vor 2 Tagen
Das stimmt nicht, du Träumer.

Antworten
Melden

Pia
05.03.2024, 20:00 Uhr
Danke für den Fahrplan.

Antworten
Melden
"""
PAGES["forum"] = """Nora Quay
Posted March 4, 2024
The ferry left ten minutes early on Monday.
Nobody at the quay was told.
Quote
Olaf
Posted March 4, 2024
Nora Quay said:
The ferry left ten minutes early on Monday.
It did not. I was on it, you dreamer.
Quote
Pia
Posted March 5, 2024
Thank you for the timetable.
Quote
"""
