# The audit of records of mixed types: with nothing remembered from the last one (cold), in one pack and as loose files;
# with nothing changed since (warm); with one record changed; memory.
heading audit "$(thousands "$LARGE") records of 11 types; git: cat-file --batch --buffer reading them" sms git
if ! has_command audit; then
  say 'sms has no audit yet'
  return 0
fi
judge() { echo "$SMS -C $1 audit"; }
reading() { echo "sh -c 'git -C $1 cat-file --batch --buffer <$scratch/objects'"; }
repository=$(mixed_repository "$LARGE")
list_records "$repository"
compare 'cold' '<1x' -s 1 -n "$LONG" -p "rm -rf $repository/.git/sms" "$(judge "$repository")" "$(reading "$repository")"
compare 'warm, nothing changed' '<0.1x' -s 1 -n "$LONG" "$(judge "$repository")" "$(reading "$repository")"
copy=$scratch/changed
copy_of "$repository" "$copy"
"$SMS" -C "$copy" audit >/dev/null || [ $? -eq 1 ]
path=$(some_path "$copy")
compare 'warm, one record changed' '<0.1x' -s 1 -n "$LONG" \
  -p "$SMS -C $copy note $(id_of "$path") changed" "$(judge "$copy")" "$(reading "$repository")"
compare_memory 'memory, cold' '<400MiB' -s 1 -n 3 -p "rm -rf $repository/.git/sms" "$(judge "$repository")"
compare_memory 'memory, warm' '<400MiB' -s 1 -n 3 "$(judge "$repository")"
rm -rf "$copy"
progress 'making a repository of loose objects'
loose=$scratch/loose
loose_copy_of "$repository" "$loose"
compare 'cold, loose objects' '<1x' -s 1 -n 3 -p "rm -rf $loose/.git/sms" "$(judge "$loose")" "$(reading "$loose")"
rm -rf "$loose"
