code=statement-role
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  file=approvals/$OLD/20260601T010000Z-cleo-roth.json
  git mv "$(newest $OLD)" "$file"
  git rm -q --cached approvals/$OLD/20260601T010000Z-bruno-meier.sig
  rm approvals/$OLD/20260601T010000Z-bruno-meier.sig
  edit_json "$file" '.signer = "PER-CLEO-ROTH"'
  sign cleo "$file"
  git add -A && git commit -q --amend -m approve
}
