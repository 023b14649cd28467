code=id-reused
honest() {
  make_box
}
tamper() {
  git rm -q records/box/BOX-ONE.json
  git mv types/box.json types/crate.json
  commit types
  do_sms add-crate --title One
}
