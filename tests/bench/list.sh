# A query over all records, against git merely reading them.
heading list "$(thousands "$LARGE") records; git: cat-file --batch --buffer reading them" sms git
repository=$(repository "$LARGE")
list_records "$repository"
query="list incident --where 'priority <= P2 and state != closed'"
read="sh -c 'git -C $repository cat-file --batch --buffer <$scratch/objects'"
compare 'work tree' '' -n "$LONG" "$SMS -C $repository $query" "$read"
compare 'commit (--at HEAD)' '' -n "$LONG" "$SMS -C $repository --at HEAD $query" "$read"
compare 'search, work tree' '' -s 1 -n "$LONG" "$SMS -C $repository search 'device 0000'" "$read"
