# The status of documents beside all the records: judged from statements, roles and history, against the same list
# without it.
heading approvals "status of 300 policies beside $(thousands "$LARGE") records; without the status" sms 'sms -'
copy_of "$(repository "$LARGE")" "$scratch/approvals"
ids=()
for number in $(seq 1 300); do ids+=("POL-NUMBER-$number"); done
write_policies() {
  cd "$scratch/approvals"
  "$SMS" add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
  "$SMS" add-assignment --role top-management --person bruno >/dev/null
  "$SMS" add-policy --topic topic --title 'Number 1' >/dev/null
  mkdir -p documents
  printf '# Policy\n\nWhat is so.\n' >documents/POL-NUMBER-1.md
  for number in $(seq 2 300); do
    sed "s/POL-NUMBER-1\"/POL-NUMBER-$number\"/; s/\"Number 1\"/\"Number $number\"/" documents/POL-NUMBER-1.json \
      >"documents/POL-NUMBER-$number.json"
    cp documents/POL-NUMBER-1.md "documents/POL-NUMBER-$number.md"
  done
  git add documents && git commit -qm policies
  # Half of them approved, a third of these edited since.
  GIT_AUTHOR_NAME='Bruno Meier' GIT_AUTHOR_EMAIL=bruno@example.org "$SMS" approve "${ids[@]:0:150}" --yes >/dev/null
  for number in $(seq 1 50); do echo 'And more.' >>"documents/POL-NUMBER-$number.md"; done
  git commit -qam edited
}
whole 'the policies could not be made' write_policies
at="$SMS -C $scratch/approvals --at HEAD"
compare 'list policy' '' -n "$LONG" "$at list policy --columns id,approval,title" "$at list policy --columns id,title"
compare 'report documents' '' -n "$LONG" "$at report documents" "$at list policy --columns id,title"
compare 'show one' '' -w 1 -n "$SHORT" "$at show POL-NUMBER-1" "$at digest POL-NUMBER-1"

# Statements that are signed, in few commits: what it costs to read, digest and verify each. All of them are judged by
# the rules of the commit that brought them in, and by those of the tip.
signed=4000
[ -z "$quick" ] || signed=400
sign_policies() {
  new_sms "$new"
  cd "$new"
  "$SMS" add-person --title 'Bruno Meier' --emails bruno@example.org
  "$SMS" add-assignment --role top-management --person bruno
  ssh-keygen -q -t ed25519 -N '' -C bench -f "$scratch/key"
  "$SMS" key add "$scratch/key.pub" --person bruno
  sed -i 's/"signature": "optional"/"signature": "required"/' sms.json
  "$SMS" add-policy --topic topic --title 'Number 1'
  printf '# Policy\n\nWhat is so.\n' >documents/POL-NUMBER-1.md
  for number in $(seq 2 "$signed"); do
    sed "s/POL-NUMBER-1\"/POL-NUMBER-$number\"/; s/\"Number 1\"/\"Number $number\"/" documents/POL-NUMBER-1.json \
      >"documents/POL-NUMBER-$number.json"
    cp documents/POL-NUMBER-1.md "documents/POL-NUMBER-$number.md"
  done
  git add -A
  git commit -qm policies
  seq -f 'POL-NUMBER-%.0f' "$signed" | GIT_AUTHOR_NAME='Bruno Meier' GIT_AUTHOR_EMAIL=bruno@example.org \
    xargs -n 1000 "$SMS" approve --yes --key "$scratch/key"
  git repack -adfq
}
signed_repository() {
  local sum path new=$scratch/signed number
  sum=$(cat "$here/approvals.sh" "$top/schemas/types/policy.json" | cksum)
  path=$cache/signed-$signed-${sum%% *}
  echo "$path"
  [ ! -d "$path" ] || return 0
  progress "making a repository of $signed signed approvals"
  rm -rf "$cache/signed-$signed-"*
  whole 'the signed statements could not be made' sign_policies
  mv "$new" "$path"
  progress
}
signed_path=$(signed_repository)
say ''
say "$(thousands "$signed") signed statements in $(git -C "$signed_path" rev-list --count HEAD) commits; the same without the status"
compare 'verify' '' -n "$LONG" "$SMS -C $signed_path verify --bulk 100000"
rate "$signed" 'statements verified'
compare 'list policy' '' -n "$LONG" "$SMS -C $signed_path --at HEAD list policy --columns id,approval" \
  "$SMS -C $signed_path --at HEAD list policy --columns id"
rate "$signed" 'statements judged'
