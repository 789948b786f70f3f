"""Small files in the layouts of real exports, with words of our own."""

from __future__ import annotations

import json
from typing import Any

DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="7"><forum>town</forum><title>Local</title></category>
<thread dsq:id="11"><id>harbour-1</id><forum>town</forum><category dsq:id="7"/>
<link>https://town.example/harbour</link><title>Harbour wall</title><message/>
<createdAt>2024-03-01T08:00:00Z</createdAt><isClosed>false</isClosed><isDeleted>false</isDeleted>
</thread>
<post dsq:id="100"><id/><message><![CDATA[<p>The wall is <b>too low</b>.</p>]]></message>
<createdAt>2024-03-01T09:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
<isApproved>true</isApproved><author><email>nora@town.example</email><name>Nora</name>
<isAnonymous>false</isAnonymous></author><ipAddress>192.0.2.7</ipAddress>
<thread dsq:id="11"/></post>
<post dsq:id="101"><id/><message/><createdAt>2024-03-01T09:10:00Z</createdAt>
<isDeleted>true</isDeleted><isSpam>false</isSpam><thread dsq:id="11"/><parent dsq:id="100"/></post>
<post dsq:id="102"><id/><message><![CDATA[<p>Plain nonsense.</p>]]></message>
<createdAt>2024-03-01T09:20:00Z</createdAt><isDeleted>false</isDeleted><isSpam>123</isSpam>
<author><name>Olaf</name></author><thread dsq:id="11"/><parent dsq:id="101"/></post>
</disqus>
"""

WXR = """<?xml version="1.0"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.1/"><channel><title>Blog</title>
<item><title>On kites</title><link>https://kites.example/1</link><wp:post_id>5</wp:post_id>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[Pia]]></wp:comment_author>
<wp:comment_author_email>pia@kites.example</wp:comment_author_email>
<wp:comment_author_IP>192.0.2.8</wp:comment_author_IP>
<wp:comment_date_gmt>2023-05-06 07:08:09</wp:comment_date_gmt>
<wp:comment_content><![CDATA[My kite flew.]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>Quin</wp:comment_author>
<wp:comment_date>2023-05-06 09:08:09</wp:comment_date><wp:comment_type></wp:comment_type>
<wp:comment_content>Mine did not.</wp:comment_content>
<wp:comment_approved>0</wp:comment_approved><wp:comment_parent>1</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_type>pingback</wp:comment_type>
<wp:comment_content>[...] see also [...]</wp:comment_content></wp:comment>
</item>
<item><title>On boats</title><link>https://kites.example/2</link><wp:post_id>6</wp:post_id>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Rita</wp:comment_author>
<wp:comment_content>Boats are slower.</wp:comment_content></wp:comment></item>
</channel></rss>
"""


def lines(*values: dict[str, Any]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(value) + "\n" for value in values)


DISCOURSE = json.dumps(
    {
        "id": 31,
        "title": "Bakery hours",
        "post_stream": {
            "stream": [201, 202, 203, 204],
            "posts": [
                {"id": 201, "post_number": 1, "post_type": 1, "username": "sam",
                 "created_at": "2020-02-02T10:00:00.000-05:00", "cooked": "<p>Open at six?</p>",
                 "reply_to_post_number": None, "actions_summary": [{"id": 2, "count": 4}]},
                {"id": 202, "post_number": 3, "post_type": 1, "username": "tia", "hidden": True,
                 "created_at": "2020-02-02T11:00:00.000Z", "raw": "No, at seven.",
                 "cooked": "<p>No, at seven.</p>", "reply_to_post_number": 1},
                {"id": 203, "post_number": 4, "post_type": 3, "username": "system",
                 "created_at": "2020-02-02T12:00:00.000Z", "cooked": ""},
            ],
        },
    }
)  # fmt: skip

CORAL = lines(
    {"_id": {"$oid": "5f"}, "id": "u-1", "storyID": "s-1", "authorID": "a-1", "status": "NONE",
     "parentID": None, "createdAt": {"$date": "2024-04-01T10:00:00Z"},
     "revisions": [{"id": "r1", "body": "<div>Frist!</div>", "createdAt": {"$date": "2024-04-01"}},
                   {"id": "r2", "body": "<div>First!</div>"}], "actionCounts": {"FLAG": 2}},
    {"_id": {"$oid": "60"}, "id": "u-2", "storyID": "s-1", "authorID": "a-2", "status": "REJECTED",
     "parentID": "u-1", "createdAt": {"$date": {"$numberLong": "1711966200000"}},
     "revisions": [{"id": "r3", "body": "Nobody cares."}]},
)  # fmt: skip

REDDIT = lines(
    {"id": "k1", "name": "t1_k1", "link_id": "t3_p", "parent_id": "t3_p", "author": "uma",
     "body": "A &gt; B", "created_utc": "1538889971", "score": 7, "subreddit": "town"},
    {"id": "k2", "name": "t1_k2", "link_id": "t3_p", "parent_id": "t1_k1", "author": "[deleted]",
     "body": "[removed]", "created_utc": 1538889980, "score": 1, "subreddit": "town"},
    {"id": "k3", "name": "t1_k3", "link_id": "t3_p", "parent_id": "t1_k2", "author": "vic",
     "body": "What did it say?", "created_utc": 1538889990.0, "score": 1, "subreddit": "town"},
    {"id": "p", "title": "The market", "selftext": "", "created_utc": 1538880000,
     "subreddit": "town", "author": "uma"},
)  # fmt: skip

REDDIT_OWN = (
    "id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n"
    "z1,https://r.example/c/z1,2022-01-01 10:00:00 UTC,192.0.2.1,town,0,"
    "https://r.example/c/p,,My own words.,\n"
)

YOUTUBE = json.dumps(
    {
        "kind": "youtube#commentThreadListResponse",
        "items": [
            {
                "kind": "youtube#commentThread",
                "id": "Ug1",
                "snippet": {
                    "videoId": "vid", "totalReplyCount": 3,
                    "topLevelComment": {"id": "Ug1", "snippet": {
                        "textDisplay": "It&#39;s fine", "textOriginal": "It's fine",
                        "authorDisplayName": "@wim", "likeCount": 5, "videoId": "vid",
                        "publishedAt": "2024-01-06T20:30:09Z"}},
                },
                "replies": {"comments": [{"id": "Ug1.r", "snippet": {
                    "textDisplay": "No<br>way", "parentId": "Ug1", "authorDisplayName": "@xia",
                    "publishedAt": "2024-01-07T20:30:09Z"}}]},
            }
        ],
    }
)  # fmt: skip

YTDLP = json.dumps(
    {"id": "v9", "title": "A walk", "webpage_url": "https://y.example/v9", "comment_count": 5,
     "comments": [
         {"id": "C1", "parent": "root", "text": "Lovely", "author": "@yan", "timestamp": 1640995200,
          "_time_text": "2 years ago"},
         {"id": "C1.a", "parent": "C1", "text": "Boring", "author": "@zoe",
          "timestamp": 1672531200}]}
)  # fmt: skip

YOUTUBE_DOWNLOADER = lines(
    {"cid": "D1", "text": "Great song", "time": "2 years ago", "author": "@abe", "votes": "1.2K"},
    {"cid": "D1.q", "text": "Awful song", "time": "1 year ago", "author": "@bea", "votes": "0"},
)

TAKEOUT = (
    "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text\n"
    'T1,UC1,2021-02-03T04:05:06.789Z,0,,v1,"{""text"":""Hello ""},{""text"":""there""}"\n'
    'T2,UC1,2021-02-04T04:05:06Z,0,T1,v1,"{""text"":""Again""}"\n'
)

HACKER_NEWS = lines(
    {"id": 500, "type": "story", "by": "cleo", "time": 1721383200, "title": "Kettles"},
    {"id": 501, "type": "comment", "by": "dora", "parent": 500, "time": 1721383300,
     "text": "I&#x27;d boil less.<p>Truly."},
    {"id": 502, "type": "comment", "deleted": True, "parent": 501, "time": 1721383400},
    {"id": 503, "type": "comment", "by": "emil", "parent": 502, "time": 1721383500,
     "text": "Agreed.", "dead": True},
)  # fmt: skip

ALGOLIA = json.dumps(
    {"id": 900, "type": "story", "author": "finn", "title": "Spoons", "created_at_i": 1700000000,
     "children": [
         {"id": 901, "type": "comment", "author": "gus", "text": "Wood.", "parent_id": 900,
          "story_id": 900, "created_at_i": 1700000100, "children": [
              {"id": 902, "type": "comment", "author": "hal", "text": "Steel.", "parent_id": 901,
               "story_id": 900, "created_at_i": 1700000200, "children": []}]}]}
)  # fmt: skip

MASTODON = json.dumps(
    {"ancestors": [{"id": "1", "created_at": "2023-01-01T10:00:00.000Z", "in_reply_to_id": None,
                    "content": "<p>Rain again</p>", "account": {"acct": "ida"}}],
     "descendants": [
         {"id": "2", "created_at": "2023-01-01T11:00:00.000Z", "in_reply_to_id": "1",
          "content": "<p>Sun here</p>", "account": {"acct": "jan"}, "favourites_count": 2},
         {"id": "3", "created_at": "2023-01-01T12:00:00.000Z", "in_reply_to_id": None,
          "content": "", "account": {"acct": "jan"}, "reblog": {"id": "9"}}]}
)  # fmt: skip

OUTBOX = json.dumps(
    {"type": "OrderedCollection", "orderedItems": [
        {"type": "Announce", "actor": "https://m.example/u/kai", "object": "https://o.example/1"},
        {"type": "Create", "actor": "https://m.example/u/kai", "object": {
            "id": "https://m.example/s/1", "type": "Note", "content": "<p>One</p>",
            "published": "2023-01-01T10:00:00Z", "attributedTo": "https://m.example/u/kai",
            "inReplyTo": None}},
        {"type": "Create", "actor": "https://m.example/u/kai", "object": {
            "id": "https://m.example/s/2", "type": "Note", "content": "<p>Two</p>",
            "published": "2023-01-02T10:00:00Z", "attributedTo": "https://m.example/u/kai",
            "inReplyTo": "https://m.example/s/1"}}]}
)  # fmt: skip

ISSO = json.dumps(
    [{"id": "/soup/", "title": "On%20soup", "comments": [
        {"id": 1, "parent": None, "text": "Too hot", "author": "lea", "created": 1600000000.5,
         "mode": 1, "likes": 2, "dislikes": 1, "remote_addr": "192.0.2.3", "email": "l@s.example"},
        {"id": 2, "parent": 1, "text": "", "author": None, "created": 1600000100.0, "mode": 4},
        {"id": 3, "parent": 2, "text": "Too cold", "author": "mia", "created": 1600000200.0}]}]
)  # fmt: skip

COMMENTO = json.dumps(
    {"version": 1,
     "comments": [
         {"commentHex": "aa", "url": "/p/1", "commenterHex": "c1", "markdown": "Too long.",
          "html": "<p>Too long.</p>", "parentHex": "root", "score": 3, "state": "approved",
          "creationDate": "2021-06-07T08:09:10Z", "deleted": False},
         {"commentHex": "bb", "url": "/p/1", "commenterHex": "c2", "markdown": "Too short.",
          "parentHex": "aa", "score": 0, "state": "approved", "deleted": False}],
     "commenters": [{"commenterHex": "c1", "email": "n@c.example", "name": "Noa"},
                    {"commenterHex": "c2", "name": "Olga"}]}
)  # fmt: skip

REMARK42 = lines(
    {"version": 1, "users": [], "posts": []},
    {"id": "r1", "pid": "", "text": "<p>Fine</p>", "orig": "Fine", "user": {
        "name": "pau", "id": "x", "ip": "0af"}, "locator": {"site": "s", "url": "https://b.example/1"},
     "score": 1, "time": "2022-03-04T05:06:07.891Z", "title": "Post"},
    {"id": "r2", "pid": "r1", "text": "", "user": {"name": "deleted", "id": "deleted"},
     "locator": {"site": "s", "url": "https://b.example/1"}, "time": "2022-03-04T06:06:07Z",
     "delete": True},
)  # fmt: skip

PERSPECTIVE = lines(
    {"item_id": "7", "body": "You are kind.", "attributeScores": {
        "TOXICITY": {"summaryScore": {"value": 0.04, "type": "PROBABILITY"}}}},
)  # fmt: skip

ARGILLA = lines(
    {"id": "a1", "fields": {"text": "Lovely trams.", "context": "City"},
     "metadata": {"author": "Bo"},
     "suggestions": {"possible_hostility": {"value": "no", "score": 0.9, "agent": "m"}},
     "responses": {"possible_hostility": [{"value": "no", "user_id": "u1"}]}, "vectors": {},
     "status": "completed", "_server_id": "s1"},
)  # fmt: skip

LABEL_STUDIO = json.dumps(
    [{"id": 11, "data": {"text": "Late again."}, "predictions": [], "annotations": [
        {"id": 1, "completed_by": 4, "result": [{"from_name": "generalization", "to_name": "text",
         "type": "choices", "value": {"choices": ["no"]}}]}]}]
)  # fmt: skip

OWN_ANNOTATIONS = lines(
    {"schema": "moderato.annotations/1", "article_id": "t", "comment_id": "c1", "sha256": "",
     "text": "Quite.", "about": {}, "judgements": [{"label": "generalization", "person": "ann",
     "judgement": "no", "kind": "vote"}]},
)  # fmt: skip

CIVIL = (
    "id,target,comment_text,created_date,publication_id,parent_id,article_id,rating,likes,disagree\n"
    "70,0.0,A good plan.,2015-09-29 10:50:41.987077+00,2,,2006,approved,3,0\n"
    "71,0.2,A bad plan.,2015-09-29 10:51:41.987077+00,2,70.0,2006,rejected,0,2\n"
)

NYT = (
    "approveDate,articleID,commentBody,commentID,createDate,depth,parentID,recommendations,"
    "status,userDisplayName,userID\n"
    "1524594282,a1,Well put.<br/>Thanks.,26853969.0,1524592800,1,0.0,12,approved,Quentin,5\n"
    "1524594283,a1,Not at all.,26853970.0,1524592900,2,26853969.0,0,approved,Ruth,6\n"
)

SOCC = (
    "article_id,comment_counter,author,timestamp,comment_text,TotalVotes,posVotes,negVotes\n"
    "22100,source1_22100_0,Sven,1370000000,Taxes are fine.,2,3,1\n"
    "22100,source1_22100_0_1,Tove,1370000100,They are not.,-1,0,1\n"
)

POLIS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    "1499475033051,Sat Jul 08 2017,0,1,4,2,1,More benches.\n"
)

STACK = (
    "Id,PostId,Score,Text,CreationDate,UserDisplayName,UserId\n"
    "1,10,3,It fails on line 4.,2019-03-02T14:05:00.123,,77\n"
)

STACK_DUMP = (
    '<?xml version="1.0" encoding="utf-8"?>\n<comments>\n'
    '<row Id="1" PostId="10" Score="3" Text="It fails." CreationDate="2019-03-02T14:05:00.123" '
    'UserId="77" />\n</comments>\n'
)

DISCOURSE_ARCHIVE = (
    "topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at\n"
    "Hours,Town,No,Open at six.,<p>Open at six.</p>,2,0,https://d.example/t/hours/5/2,"
    "2020-01-01 10:00:00 UTC\n"
    "Secret,,Yes,Between us.,<p>Between us.</p>,0,0,https://d.example/t/secret/6/1,"
    "2020-01-01 10:00:00 UTC\n"
)

CORAL_DOWNLOAD = (
    "Comment ID,Published Timestamp,Article URL,Comment URL,Comment Text,Media\n"
    'm1,"March 4, 2021 5:06 PM",https://n.example/a,https://n.example/a#m1,<div>Well.</div>,\n'
)

CONVOKIT = lines(
    {"id": "L1", "conversation_id": "L1", "text": "Ready?", "speaker": "uli", "meta": {},
     "reply-to": None, "timestamp": 1400000000},
    {"id": "L2", "conversation_id": "L1", "text": "Never.", "speaker": "vera", "meta": {},
     "reply-to": "L1", "timestamp": 1400000100},
)  # fmt: skip

LD_PAGE = """<!DOCTYPE html><html><head><title>Bins</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bins", "comment": [
 {"@type": "Comment", "text": "They smell.", "author": {"@type": "Person", "name": "Wanda"},
  "dateCreated": "2024-02-01T10:00:00Z",
  "comment": [{"@type": "Comment", "text": "They do not.", "author": {"name": "Xaver"}}]}]}
</script></head><body><p>Bins</p></body></html>"""

MICRODATA_PAGE = """<html><body><h1>Bins</h1>
<div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Wanda</span>
<time itemprop="dateCreated" datetime="2024-02-01T10:00:00Z">1 Feb</time>
<p itemprop="text">They <b>smell</b>.</p>
<div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Xaver</span>
<p itemprop="text">They do not.</p></div></div></body></html>"""

MARKUP_PAGE = """<html><body><h1>Bins</h1><ol class="comment-list">
<li class="comment" id="comment-41"><article class="comment-body"><footer>
<b class="fn">Wanda</b> <span class="says">says:</span>
<time datetime="2024-02-01T10:00:00+00:00">1 Feb</time></footer>
<div class="comment-content"><p>They smell.</p></div><div class="reply"><a>Reply</a></div></article>
<ol class="children"><li class="comment" id="comment-42"><article class="comment-body">
<b class="fn">Xaver</b><div class="comment-content"><p>They do not.</p></div></article></li></ol>
</li></ol></body></html>"""

REDDIT_PAGE = json.dumps([
    {"kind": "Listing", "data": {"children": [
        {"kind": "t3", "data": {"id": "q1", "title": "Ferry", "url": "https://r.example/q1"}}]}},
    {"kind": "Listing", "data": {"children": [
        {"kind": "t1", "data": {
            "id": "m1", "parent_id": "t3_q1", "link_id": "t3_q1", "author": "uma",
            "body": "It left.", "created_utc": 1700000000, "score": 3,
            "replies": {"kind": "Listing", "data": {"children": [
                {"kind": "t1", "data": {
                    "id": "m2", "parent_id": "t1_m1", "link_id": "t3_q1", "author": "vic",
                    "body": "It did not.", "created_utc": 1700000100, "score": 1, "replies": ""}},
                {"kind": "more", "data": {"count": 3, "children": ["x"]}}]}}}}]}},
])  # fmt: skip

HYPOTHESIS = json.dumps(
    {"total": 3, "rows": [
        {"id": "h1", "created": "2023-01-02T10:00:00.1+00:00", "user": "acct:ada@notes.example",
         "uri": "https://clay.example/a", "text": "The kiln is cold.", "tags": [],
         "permissions": {"read": ["group:__world__"]}, "target": [{"source": "clay"}],
         "document": {"title": ["On clay"]}, "hidden": False,
         "user_info": {"display_name": "Ada"}},
        {"id": "h2", "created": "2023-01-02T11:00:00.1+00:00", "user": "acct:ben@notes.example",
         "uri": "https://clay.example/a", "text": "It was hot.", "references": ["h0", "h1"],
         "permissions": {}, "target": [], "hidden": True, "user_info": {"display_name": None}},
        {"id": "h3", "created": "2023-01-02T12:00:00.1+00:00", "user": "acct:cai@notes.example",
         "uri": "https://clay.example/a", "text": "", "permissions": {}, "target": []}]}
)  # fmt: skip

SLACK = json.dumps([
    {"type": "message", "text": "Is the kiln on?", "user": "U1", "ts": "1672653600.000100",
     "thread_ts": "1672653600.000100", "user_profile": {"display_name": "ada"},
     "reply_count": 1, "replies": [{"user": "U2", "ts": "1672653700.000200"}]},
    {"type": "message", "text": "No.", "user": "U2", "ts": "1672653700.000200",
     "thread_ts": "1672653600.000100", "parent_user_id": "U1"},
    {"type": "message", "subtype": "channel_join", "text": "joined", "user": "U3",
     "ts": "1672653800.000300"},
])  # fmt: skip
