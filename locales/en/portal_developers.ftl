### API keys. Key for key the same as fr-CA/portal_developers.ftl.

## When something last happened

ago-now = just now
ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}

## Copying

copy-done = Copied
copy-failed = It could not be copied. It is selected now: copy it with your keyboard or menu.

## The list

keys-heading = API keys
keys-about = Your programs sign in to the API with a key. Give each program a key of its own, so that you can replace one without stopping the others.
keys-room = { $count ->
    [one] You have { $count } key of at most { $most }.
   *[other] You have { $count } keys of at most { $most }.
}
keys-full = There is no room for another key. Delete one that you no longer need first.
keys-none = There is no key yet.
keys-new = Create an API key
keys-name = Name
keys-prefix = Begins with
keys-by = Created by
keys-by-former = A former member
keys-by-key = The key “{ $name }”
keys-by-operator = The operator
keys-created = Created
keys-used = Last used
keys-never = Never
keys-ends = Ends on { $time }
keys-change = Change
keys-roll = Roll
keys-delete = Delete
keys-deleted = The key was deleted. Programs that still use it are refused from now on.
keys-try = Try it
keys-docs = Documentation of the API
keys-openapi = Its description for programs (OpenAPI)
keys-sandbox = Sandbox: walk through everything once
keys-back = Back to API keys

## A new key

keys-name-hint = What uses it, such as “night batch”. At most 60 characters.
keys-name-missing = Enter a name for the key, so that you can tell it from others.
keys-name-long = The name must be { $limit } characters or less. It has { $count } too many.
keys-name-unwelcome = The name must be plain text. Remove character { $place }, which is a control character.
keys-once = The key is shown once, on the next page. Have the place ready where you keep it.
keys-create = Create the key
keys-copy-now = Copy your key now
keys-never-again = You will not be able to see it again.
keys-the-key = Key “{ $name }”
keys-header = Ready header
keys-curl = Ready request: lists your companies
keys-copy-key = Copy the key
keys-copy-header = Copy the header
keys-copy-curl = Copy the request
keys-keep = Keep it where your programs keep their secrets, and send it to nobody by email. If it is lost or seen by others, roll it or delete it here.
keys-have-copied = I have copied it
keys-already = This key was shown already
keys-already-why = The form was sent twice, and only one key was made. If you did not copy it, delete it and create another one.
keys-old-ends = The old key works until { $time } and then ends by itself. Bring the new one to every program before that.
keys-old-ended = The old key works no more.

## Rolling and deleting

keys-roll-heading = Roll the key “{ $name }”
keys-roll-about = You get a new key with the same name. The old one works on for as long as you choose, and then ends by itself.
keys-overlap = How long should the old key work?
keys-overlap-none = Not at all: it ends at once
keys-overlap-hour = 1 more hour
keys-overlap-day = 1 more day
keys-overlap-three = 3 more days
keys-overlap-week = 7 more days
keys-roll-now = Roll the key
keys-roll-not = The key “{ $name }” cannot be rolled
keys-is-ending = It was rolled already and ends by itself on { $time }. Roll the key that follows it instead.
keys-many-ending = { $count ->
    [one] { $count } replaced key still works. Delete it first, or wait until it ends.
   *[other] { $count } replaced keys still work. Delete one first, or wait until one ends.
}
keys-delete-heading = Delete the key “{ $name }”?
keys-delete-about = Programs that use this key are refused at once, and so are the access tokens that were made with it. This cannot be undone.
keys-delete-now = Delete the key
keys-delete-not = The key “{ $name }” cannot be deleted
keys-is-last = It is your last one, and without a key no program of yours could sign in. Create another one first, bring it to your programs, then delete this one.
