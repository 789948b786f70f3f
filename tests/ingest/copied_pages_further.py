"""Copied pages of forums and newspapers in further layouts; words of our own."""

from __future__ import annotations

PAGES: dict[str, str] = {}
PAGES["places_behind_names"] = """Comments 312
Share what you think
The comments below have not been moderated.
Newest
Oldest
Best rated
Worst rated

Nora, Quayside, United Kingdom, 3 hours ago
The ferry left ten minutes early on Monday. Nobody at the quay was told.

Click to rate
40
3

Olaf, Bergen, Norway, 2 hours ago
It did not. I was on it, you dreamer.

Click to rate
12
8

Pia, Sandby, Denmark, 1 hour ago
Thank you for the timetable.

Click to rate
5
0
The views expressed in the contents above are those of our users
"""
PAGES["coral"] = """All Comments
Sort by
Newest first

N
Nora Quay
5 hours ago
The ferry left ten minutes early on Monday.
Nobody at the quay was told.
Respect (3)
Reply
Share
Report

O
Olaf77
4 hours ago
In reply to Nora Quay
It did not. I was on it, you dreamer.
Respect
Reply
Share
Report

P
Pia
4 hours ago
Thank you for the timetable.
Respect (1)
Reply
Share
Report
"""
PAGES["initials_for_pictures"] = """Conversation
3 Comments
Sort by
Best
Comment by Nora Quay.
NQ
Nora Quay
2 days ago
The ferry left ten minutes early on Monday. Nobody at the quay was told.

Reply

4

1

Share
Reply by Olaf.
OL
Olaf
1 day ago
(Edited)
It did not. I was on it, you dreamer.

Reply

2

Share
Comment by Pia.
PI
Pia
1 day ago
Thank you for the timetable.

Reply

Share
"""
PAGES["profiles_beside_posts"] = """Nora Quay
Well-Known Member
Joined
Mar 3, 2019
Messages
1,204
Reaction score
88
Mar 4, 2024
#1
The ferry left ten minutes early on Monday.

Nobody at the quay was told.

Like
Reply

Olaf
Member
Joined
Jan 9, 2020
Messages
12
Reaction score
3
Mar 4, 2024
#2
Nora Quay said:
The ferry left ten minutes early on Monday.
It did not. I was on it, you dreamer.

Like
Reply

Pia
New member
Joined
Feb 2, 2024
Messages
3
Reaction score
0
Mar 5, 2024
#3
Thank you for the timetable.

Like
Reply
"""
PAGES["names_below_times"] = """03-04-2024, 10:12 AM  #1
Nora Quay
Senior Member
Join Date: Mar 2009
Posts: 1,204

The ferry left ten minutes early on Monday.
Nobody at the quay was told.
Reply With Quote
03-14-2024, 11:30 AM  #2
Olaf
Junior Member
Join Date: Jan 2010
Posts: 12

It did not. I was on it, you dreamer.
Reply With Quote
03-15-2024, 09:01 AM  #3
Pia
Member
Join Date: Jan 2011
Posts: 120

Thank you for the timetable.
Reply With Quote
"""
PAGES["replies_by_indentation"] = """Nora Quay, 3 March 2024
  The ferry left ten minutes early on Monday.
  Nobody at the quay was told.
  [Reply] [Report]

    Olaf, 4 March 2024
      It did not. I was on it, you dreamer.
      [Reply] [Report]

        Nora Quay, 4 March 2024
          I was there, too.
          [Reply] [Report]

Pia, 5 March 2024
  Thank you for the timetable.
  [Reply] [Report]
"""
PAGES["heads_below_texts"] = """The ferry left ten minutes early on Monday.
Nobody at the quay was told.

Nora Quay, Quayside | 3 March 2024 | Like | Reply

It did not. I was on it, you dreamer.

Olaf, Bergen | 4 March 2024 | Like | Reply

Thank you for the timetable.

Pia, Sandby | 5 March 2024 | Like | Reply
"""
PAGES["a_title_above_all"] = """Comments
Nora Quay
The ferry left ten minutes early on Monday. Nobody at the quay was told.
3d ago
Reply
12
View 1 reply

Olaf
It did not. I was on it, you dreamer.
2d ago
Reply
3

Pia
Thank you for the timetable.
2d ago
Reply
1
"""
PAGES["numbers_before_names"] = """1. Nora Quay
March 3, 2024 at 10:12 am

The ferry left ten minutes early on Monday.

Nobody at the quay was told.

Reply to this comment

2. Olaf
March 4, 2024 at 11:30 am

It did not. I was on it, you dreamer.

Reply to this comment

3. Pia
March 5, 2024 at 9:01 am

Thank you for the timetable.

Reply to this comment
"""
PAGES["months_alone"] = """Ferry times to change in May
Town

noraquay Nora Quay
Mar 2024
The ferry left ten minutes early on Monday.

Nobody at the quay was told.

3 Likes


olaf77
1
Mar 2024
It did not. I was on it, you dreamer.

1 Like


pia
Mar 2024
Thank you for the timetable.


Reply
"""
