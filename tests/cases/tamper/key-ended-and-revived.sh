code=key-revived
honest() {
  as anna
  do_sms key revoke cleo
}
tamper() {
  tick
  sed -i 's/,valid-before="[^"]*"//; s/valid-before="[^"]*",//' allowed_signers
  commit 'one more day'
}
