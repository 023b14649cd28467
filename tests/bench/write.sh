# One record written, committed and on disk. git's side has its file edited beforehand, untimed; as git has no porcelain
# for bare repositories, they too are compared with git in a work tree.
heading write 'one record; git: git add FILE && git commit -qm x of an equal edit' sms git

# Edits the record that is about to be committed by git's side: one more note, or one more service.
edit() {
  [ "$BENCH_SIDE" = B ] || return 0
  local file=$scratch/git/$1
  if [ -f "$file" ]; then
    head -c -7 "$file" >"$file.new"
    printf ',\n    {\n      "at": "2026-01-01T00:00:00Z",\n      "by": "PER-ANNA-KELLER",\n      "kind": "note",\n' \
      >>"$file.new"
    printf '      "text": "seen-%s"\n    }\n  ]\n}\n' "$BENCH_RUN" >>"$file.new"
    mv "$file.new" "$file"
  else
    sed "s/SVC-E-MAIL/SVC-B-$BENCH_RUN/; s/E-mail/B $BENCH_RUN/" "$scratch/git/records/service/SVC-E-MAIL.json" >"$file"
  fi
}
export -f edit

write_records() {
  local target=$1 copy=$2 what=$3 path=$4
  local git="git -C $scratch/git"
  compare "note, $what" "$target" -w 3 -n "$SHORT" -p "edit $path" \
    "$SMS -C $copy note $(id_of "$path") seen-\$BENCH_RUN" "$git add $path && $git commit -qm x"
  compare "add-service, $what" "$target" -w 3 -n "$SHORT" -p "edit records/service/SVC-B-\$BENCH_RUN.json" \
    "$SMS -C $copy add-service --title B-\$BENCH_RUN --description text" \
    "$git add records/service/SVC-B-\$BENCH_RUN.json && $git commit -qm x"
}

for size in "$SMALL" "$LARGE"; do
  repository=$(repository "$size")
  path=$(some_path "$repository")
  target='<0.25x'
  [ "$size" = "$LARGE" ] || target=
  copy_of "$repository" "$scratch/git"
  copy_of "$repository" "$scratch/sms"
  write_records "$target" "$scratch/sms" "work tree, $(thousands "$size")" "$path"
  [ -z "$(git -C "$scratch/sms" status --porcelain)" ] || stop 'git status is not clean after writing'
  rm -rf "$scratch/sms"
  copy_of "$repository" "$scratch/sms.git" --bare
  target='<0.05x'
  [ "$size" = "$LARGE" ] || target=
  write_records "$target" "$scratch/sms.git" "bare, $(thousands "$size")" "$path"
  for copy in git sms.git; do
    git -C "$scratch/$copy" fsck --connectivity-only >/dev/null 2>&1 || stop "$copy is damaged after writing"
    rm -rf "${scratch:?}/$copy"
  done
done
