# What the cases of tampering share: a repository with everything in it that can be tampered with, and short words.
# Time goes on by itself: every step is an hour after the one before.
unset SSH_AUTH_SOCK SSH_ASKPASS DISPLAY
keys() {
  local name
  for name in bruno cleo mallory; do ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$WORK/$name"; done
}
clock() { NOW=$(date -u -d "$1" +%s); dates; }
dates() { export GIT_COMMITTER_DATE="$NOW +0000" GIT_AUTHOR_DATE="$NOW +0000"; }
tick() { NOW=$((NOW + 3600)); dates; }
as() {
  case $1 in
    anna) anna ;;
    bruno) bruno ;;
    *) export GIT_AUTHOR_NAME="${1^}" GIT_AUTHOR_EMAIL="$1@example.org" ;;
  esac
  export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
}
# sms, an hour later.
do_sms() { tick; "$SMS" --now "$(date -u -d "@$NOW" +%FT%TZ)" "$@"; }
# Commits whatever lies in the work tree.
commit() { tick; git add -A && git commit -qm "${1:-by hand}"; }
# Changes a JSON file by a jq expression, and keeps its form.
edit_json() { jq "$2" "$1" >"$WORK/edited" && cp "$WORK/edited" "$1"; }
approve() { as "$1"; do_sms approve "$2" --yes --key "$WORK/$1"; }
newest() { ls approvals/"$1"/*"${2:-}"*.json | sort -V | tail -1; }
sign() { rm -f "${2%.json}.sig" && ssh-keygen -Y sign -q -n "${3:-sms-approval}" -f "$WORK/$1" <"$2" >"${2%.json}.sig" 2>/dev/null; }

POL=POL-CHANGE
OLD=POL-ACCESS
build_good() (
  set -e
  for name in 'Bruno Meier' 'Cleo Roth' 'Mallory Moor'; do
    do_sms add-person --title "$name" --emails "$(tr '[:upper:]' '[:lower:]' <<<"${name%% *}")@example.org"
  done
  do_sms add-assignment --role top-management --person bruno --start 2026-01-01
  do_sms add-assignment --role top-management --person cleo --start 2026-01-01 --end 2026-03-31
  for name in bruno cleo; do do_sms key add "$WORK/$name.pub" --person $name; done
  edit_json sms.json '.approvals |= map(.signature = "required")'
  echo '# Change' >"$WORK/text"
  echo 'All changes are recorded.' >>"$WORK/text"
  do_sms add-policy --topic change --title Change --owner anna --body "$WORK/text"
  do_sms add-policy --topic access --title Access --owner anna --body "$WORK/text"
  commit 'signatures are required'
  approve bruno $POL
  as anna
  echo 'And reviewed.' >>documents/$POL.md
  do_sms commit --all
  approve cleo $POL
  approve bruno $OLD
  do_sms withdraw $OLD --comment 'Not yet' --key "$WORK/bruno"
  as anna
  do_sms add-service --title Mail --criticality high --owner anna --description Mailboxes --value Reach
  do_sms add-service --title Files --criticality high --owner anna --description Shares --value Share
  for name in one two three; do
    do_sms record-incident --title "Incident $name" --impact high --urgency high --service mail --category email \
      --description "It is the $name" --caller Somebody --contact_type phone
  done
  ONE=$(incident one) TWO=$(incident two) THREE=$(incident three)
  do_sms move "$ONE" in-progress
  do_sms note "$ONE" 'The relay refuses'
  do_sms move "$ONE" resolved resolution_code=fixed resolution=Renewed
  do_sms move "$ONE" closed closure_code=confirmed-by-user
  do_sms note "$TWO" 'First'
  do_sms note "$TWO" 'Second'
  do_sms note "$TWO" 'Third'
  do_sms move "$THREE" void --note 'Entered twice'
)
make_good() {
  keys
  cd "$WORK" || exit 1
  clock 2026-01-01
  as anna
  "$SMS" --now 2026-01-01T00:00:00Z init --org 'Example AG' good >/dev/null || exit 1
  cd good || exit 1
  build_good >"$STDOUT" 2>"$STDERR"
  [ $? -eq 0 ] || { cat "$STDOUT" "$STDERR"; exit 1; }
  clock 2026-05-01
  ONE=$(incident one) TWO=$(incident two) THREE=$(incident three)
  ONE_ID=$ONE TWO_ID=$TWO THREE_ID=$THREE
  ONE=$(path_of "$ONE") TWO=$(path_of "$TWO") THREE=$(path_of "$THREE")
}
incident() { basename "$(grep -lr "Incident $1" records/incident)" .json; }
path_of() { ls records/incident/*/*/"$1".json; }
# A type of the organization's own, and a record of it.
make_box() {
  as anna
  mkdir -p types
  echo '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Box", "description": "Made up.",
    "type": "object", "allOf": [{"$ref": "common.json#/$defs/envelope"}], "properties": {},
    "unevaluatedProperties": false, "x-sms": {"plural": "boxes", "prefix": "BOX", "kind": "register",
    "command": "add", "clauses": ["7.5"], "columns": ["id", "title"], "lifecycle": {"initial": "open",
    "final": ["shut"], "moves": {"open": ["shut"], "shut": []}}}}' >types/box.json
  commit types
  do_sms add-box --title One
}
