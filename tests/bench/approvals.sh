# The status of documents beside all the records: judged from statements, roles and history, against the same list
# without it.
heading approvals "status of 300 policies beside $(thousands "$LARGE") records; without the status" sms 'sms -'
copy_of "$(repository "$LARGE")" "$scratch/approvals"
ids=()
for number in $(seq 1 300); do ids+=("POL-NUMBER-$number"); done
(
  cd "$scratch/approvals" || exit 1
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
) || stop 'the policies could not be made'
at="$SMS -C $scratch/approvals --at HEAD"
compare 'list policy' '' -n "$LONG" "$at list policy --columns id,approval,title" "$at list policy --columns id,title"
compare 'report documents' '' -n "$LONG" "$at report documents" "$at list policy --columns id,title"
compare 'show one' '' -w 1 -n "$SHORT" "$at show POL-NUMBER-1" "$at digest POL-NUMBER-1"
