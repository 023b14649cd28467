code=statement-independence
honest() {
  approve bruno $OLD
}
tamper() {
  as anna
  do_sms key add "$WORK/mallory.pub" --person anna
  do_sms add-assignment --role top-management --person anna --start 2026-05-01
  approve bruno $OLD
  file=approvals/$OLD/20260601T030000Z-anna-keller.json
  git mv "$(newest $OLD)" "$file"
  rm approvals/$OLD/20260601T030000Z-bruno-meier.sig
  edit_json "$file" '.signer = "PER-ANNA-KELLER"'
  sign mallory "$file"
  git add -A && git commit -q --amend -m approve
}
