### The callout editor. Key for key the same as fr-CA/portal_callout.ftl.

callout-heading = Callout
callout-lead = A short message of yours to customers. It stands in a gray box directly above Get credentials.
callout-english = English
callout-french = French
callout-no-english = Customers who read English see no callout.
callout-no-french = Customers who read French see no callout.

## What is seen now, and what is to come

callout-now = What customers see now
callout-now-until = Until { $until }. After that they see the one that has no time.
callout-to-history = Everything published before
callout-to-none = To show none, empty the four fields and publish.
callout-scheduled = Scheduled
callout-take-back = Take back
callout-span-open = From when it was published
callout-span-from = From { $from }
callout-span-until = Until { $until }
callout-span-both = From { $from } until { $until }

## The draft

callout-draft = Draft
callout-draft-saved = { $name } saved this draft on { $at }.
callout-draft-unseen = Customers do not see it until it is published.
callout-draft-none = There is no draft. These are the texts that customers see now; what you change and save becomes a draft first.
callout-read-only = Your role may look at the callout. An administrator or somebody with the Brand role can change it.
callout-title-en = Title in English
callout-body-en = Text in English
callout-title-fr = Title in French
callout-body-fr = Text in French
callout-limit = { $limit } characters at most
callout-count = { $count } of { $limit } characters
callout-too-many = { $over } too many
callout-save = Save draft
callout-preview = Save and preview
callout-publish = Save and publish
callout-preview-what = The pages as they will be, with the draft as it was last saved.
callout-discard = Discard draft
callout-back = Back to the callout

## What is wrong with a text

callout-title-en-long = The title in English must be { $limit } characters or less. You have { $over } too many.
callout-body-en-long = The text in English must be { $limit } characters or less. You have { $over } too many.
callout-title-fr-long = The title in French must be { $limit } characters or less. You have { $over } too many.
callout-body-fr-long = The text in French must be { $limit } characters or less. You have { $over } too many.
callout-missing = { $label } is missing. A callout has a title and a text.
callout-line-break = { $label }: character { $place } is a line break. A callout is one paragraph; take the line break out.
callout-tab = { $label }: character { $place } is a tab. Put a space in its place.
callout-direction = { $label }: character { $place } is invisible and changes the direction of writing. Delete it, or type the text again.
callout-control = { $label }: character { $place } is an invisible control character. Delete it, or type the text again.
callout-marks = { $label }: character { $place } carries more accents than any language has. Type it again.

## French

callout-lacks-french = There is no French text.
callout-lacks-french-why = Customers who read French will see no callout. In Québec, the Charter of the French Language asks that what you tell customers in French be at least equivalent to what you tell them in another language. You can publish it all the same.
callout-suggested = Suggestions for the French
callout-becomes = becomes
callout-mend = Take these suggestions
callout-suggested-first = You can publish without them, or take them first.
callout-why-bound = no line may break there
callout-why-apostrophe = the apostrophe is ’
callout-why-quotes = French quotation marks are « »
callout-why-ellipsis = the ellipsis is one sign, with nothing before it
callout-why-nothing-before = in Québec nothing stands before ; ! and ?
callout-why-space = one space is enough
callout-why-capital = capitals keep their accents
callout-why-word = the word that Québec prefers

## Two at once

callout-overtaken = { $name } saved this draft on { $at }, while you were writing. Your texts are still here and are not saved yet.
callout-overtaken-gone = Somebody published or discarded this draft while you were writing. Your texts are still here and are not saved yet.
callout-overtaken-live = Somebody published another callout while you were writing. Your texts are still here and are not saved yet.
callout-theirs = What is saved now
callout-theirs-none = There is no draft any more.
callout-theirs-choose = Compare it with your texts below. To save yours in its place, select Save draft again.
callout-take-theirs = Go on with what is saved
callout-live-choose = Compare it with your texts below. To keep yours as a draft, select Save draft again.
callout-take-live = Begin with what customers see now

## Publishing

callout-publish-heading = Publish the callout
callout-before = What customers see now
callout-after = What they will see
callout-no-change = Both are the same.
callout-for-whom = It is for everybody who opens one of your links, each in their own language, from the next page that they open.
callout-unfinished = The draft is not finished.
callout-when = When
callout-when-hint = Leave everything empty to publish at once and with no end.
callout-when-clock = Times are in your institution’s time zone. It is now { $now }.
callout-from = Beginning (optional)
callout-until = End (optional)
callout-from-date = Day it begins
callout-from-time = Time it begins
callout-until-date = Day it ends
callout-until-time = Time it ends
callout-which = Which of the two times?
callout-hidden-until = Until { $until } customers see a callout that was published for that time. Without a time of its own, this one follows it.
callout-publish-now = Publish
callout-publish-changed = The draft was changed while you looked at it. { $saved } Look at it again before you publish it.
callout-live-changed = Nothing was done: somebody published another callout, or took one back, while you looked at this page. Look again at what customers see now and at what is scheduled.
callout-full = There are ten scheduled callouts, which is the most. Take one back first.
callout-when-no-date = Enter the day, too.
callout-when-no-time = Enter the time, too.
callout-when-not-a-date = Enter a day of the calendar, such as 2026-12-24.
callout-when-not-a-time = Enter a time, such as 14:05.
callout-when-skipped = On that day the clocks are put forward over this time, so it does not come. Enter { $next } or later.
callout-when-twice = On that day the clocks are put back, so this time comes twice. Choose one of the two below.
callout-from-past = The beginning must be still to come. Leave it empty to begin at once.
callout-from-far = The beginning must be within five years.
callout-until-past = The end must be still to come.
callout-until-far = The end must be within five years.
callout-until-first = The end must be later than the beginning.

## Discarding, restoring, taking back

callout-discard-heading = Discard the draft?
callout-discard-what = It will be gone. What customers see stays as it is.
callout-discard-changed = The draft was changed while you looked at it. This is what it is now.
callout-history-heading = Published callouts
callout-history-empty = Nothing has been published here yet.
callout-history-at = Published
callout-history-by = By
callout-history-what = Callout
callout-elsewhere = Set outside this page
callout-restored = Restored
callout-shown = Customers see it now
callout-taken-back = Taken back
callout-restore = Restore
callout-restore-heading = Restore this callout?
callout-restore-of = It was published on { $date }. It will be published now, without an end.
callout-take-back-heading = Take this callout back?
callout-take-back-what = Customers will not see it during this period. It stays in the list of published callouts.

## What was done

callout-done-saved = The draft is saved. Customers do not see it until you publish it.
callout-done-typeset = The draft is saved, and its French has the non-breaking spaces that Québec asks for. Customers do not see it until you publish it.
callout-done-mended = The suggestions are taken and the draft is saved. Customers do not see it until you publish it.
callout-done-discarded = The draft is gone. What customers see is as it was.
callout-done-published = The callout is published. Customers see it from the next page that they open.
callout-done-scheduled = The callout is published for later. Its time stands below.
callout-done-restored = The former callout is published again. Customers see it from the next page that they open.
callout-done-taken-back = The callout is taken back.
