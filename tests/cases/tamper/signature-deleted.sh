code=statement-removed
tamper() {
  rm "$(newest $POL cleo | sed s/json$/sig/)"
  commit
}
