code=statement-signature
honest() {
  as anna
  do_sms key revoke bruno
  do_sms note "$TWO" 'Bruno has gone'
}
tamper() {
  end=$(sed -n 's/.*valid-before="\(....\)\(..\)\(..\)\(..\)\(..\)\(..\)Z".*/\1-\2-\3T\4:\5:\6Z/p' allowed_signers | head -1)
  as bruno
  "$SMS" --now "$end" approve $OLD --yes --sign --key "$WORK/bruno"
}
