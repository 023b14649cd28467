# The audit: with nothing remembered from the last one (cold), and with nothing changed since (warm).
heading audit "$(thousands "$LARGE") records; git: cat-file --batch --buffer reading them" sms git
if ! has_command audit; then
  say 'sms has no audit yet'
  return 0
fi
repository=$(repository "$LARGE")
list_records "$repository"
read="sh -c 'git -C $repository cat-file --batch --buffer <$scratch/objects'"
compare 'cold' '<1x' -s 1 -n "$LONG" -p "rm -rf $repository/.git/sms" "$SMS -C $repository audit" "$read"
compare 'warm' '<0.1x' -s 1 -n "$LONG" "$SMS -C $repository audit" "$read"
