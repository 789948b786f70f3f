"""Words that open a comment as a name would, and are none."""

from __future__ import annotations

_NO_NAMES = """
a absolutely actually admin admittedly advice africa afterwards again agreed ah aha ahem all
allegedly alright also alternatively although always amazing amazon amen america american
americans an and another answer anyhow anyone anyway apart apologies apparently apple april argh
as asia aside at august australia austria author aw awesome basically because belgium berlin
besides better bizarre boo both bottom boy bravo brazil breaking briefly brilliant britain
brussels btw but bye california canada certainly cheers chicago china christmas clearly come
comment comments con conclusion congrats congratulations cons consequently conversely cool correct
correction covid currently damn dear december denmark disclaimer disclosure ditto dr dude duh each
easter edit editor eh either elsewhere england enough europe european eventually everybody
everybody's everyone evidently ew exactly example excellent except facebook fact facts fair false
fantastic february finally fine finland first firstly florida folks for fortunately france frankly
friday friends fun funny further furthermore fyi gee general generally gentlemen germany god good
google gosh granted great greece guess guys ha haha hahaha he hehe hello hence her here hey hi
hilarious him hint his hmm hmmm honestly hooray hopefully how however huh hungary hypothetically i
ideally if imagine imho imo in incidentally incorrect incredible indeed india instead interesting
interestingly internet iran iraq ireland ironic ironically israel it italy its january japan jeez
jersey jesus joke joking july june just korea ladies last lastly later laughable left less
likewise listen literally lmao lol london look luckily madrid man many march mate maybe me meaning
meanwhile mexico microsoft mind mod moderator mods monday more moreover moscow most mostly mr mrs
ms my nah naturally nay neither netherlands never nevertheless news next nice no nobody
nonetheless nonsense nope normally norway not note nothing notice notwithstanding november now
obviously occasionally october of off oh ok okay on once one only oops op opinion option or
originally others otherwise ouch our ours overall paris part people perfect perhaps period
personally plain please plus point poland portugal possibly pray precisely predictably presumably
pretty previously privacy pro probably problem prof pros ps question quite rather re really reason
recently regardless regards remember reminder respectfully response result right rome rubbish rule
russia sad sadly same sarcasm saturday scotland second secondly see september seriously shame she
shh short sigh similarly simple simply since singapore sir so solution some someday somehow
someone sometimes soon sorry source spain spoiler spot step still strange strangely strictly
summary sunday sure surely surprisingly sweden switzerland taiwan tbh texas thank thankfully
thanks that the their them then there therefore these they third thirdly this though thursday thus
tip title tl tldr today tokyo tomorrow tonight too total totally translation true truly truth
tuesday turkey twitter two typical typically ugh uh uk ukraine um undoubtedly unfortunately unless
until update us usa usually verdict vietnam wales warning washington way we wednesday weird
welcome well what whatever when whenever where wherever whether which while who whoa why wikipedia
wink with wonderful wow wrong yay yeah yep yes yesterday yet yikes yo york you your yours youtube
yup zealand
"""
NO_NAMES = frozenset(_NO_NAMES.split())
"""Words that stand before a comma, a colon or a dash at a comment's beginning and are no names."""
