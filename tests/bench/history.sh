# Who changed what: every commit with the files it changed, and the commits of one record.
heading history "$(thousands "$COMMITS") commits, one record changed in each; git: git log --name-only" sms git
repository=$(repository "$MIDDLE" "$COMMITS")
path=$(some_path "$repository")
compare 'log' '<1x' -n "$LONG" "$SMS -C $repository log" "git -C $repository log --name-only"
compare 'log ID' '<1x' -n "$LONG" "$SMS -C $repository log $(id_of "$path")" \
  "git -C $repository log --name-only -- $path"
has_command audit || return 0
compare 'audit: cold' '' -s 1 -n "$LONG" -p "rm -rf $repository/.git/sms" "$SMS -C $repository audit" \
  "git -C $repository log --name-only"
compare 'audit: warm' '' -s 1 -n "$LONG" "$SMS -C $repository audit" "git -C $repository log --name-only"
