# One record found by its name and printed.
heading show "sms show, against git show, which is told the path of the file" sms git
repository=$(repository "$LARGE")
path=$(some_path "$repository")
id=$(id_of "$path")

# Four letters of the id that no other record has.
part=
for try in $(git -C "$repository" ls-tree -r --name-only HEAD records/incident | awk 'NR % 97 == 0'); do
  letters=${try: -11:4}
  if "$SMS" -C "$repository" show "$letters" >/dev/null 2>&1; then
    part=$letters part_path=$try
    break
  fi
done
[ -n "$part" ] || stop 'no four letters are enough'

compare "id, of $(thousands "$LARGE")" '<10ms' -w 3 -n "$SHORT" \
  "$SMS -C $repository show $id" "git -C $repository show HEAD:$path"
compare "four letters, of $(thousands "$LARGE")" '<10ms' -w 3 -n "$SHORT" \
  "$SMS -C $repository show $part" "git -C $repository show HEAD:$part_path"
