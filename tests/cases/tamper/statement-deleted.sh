code=statement-removed
tamper() {
  rm "$(newest $OLD)"
  commit
}
