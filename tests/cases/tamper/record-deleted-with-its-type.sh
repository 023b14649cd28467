code=record-removed
honest() {
  make_box
}
tamper() {
  git rm -qr types records/box
  commit 'no boxes'
}
