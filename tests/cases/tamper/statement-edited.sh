code=statement-changed
tamper() {
  edit_json "$(newest $POL cleo)" '.comment = "with reservations"'
  commit
}
