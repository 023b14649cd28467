code=commit-signatures
tamper() {
  git cat-file commit HEAD >"$WORK/commit"
  printf 'gpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----\n' >"$WORK/signature"
  { sed '/^$/,$d' "$WORK/commit"; cat "$WORK/signature" "$WORK/signature"; sed -n '/^$/,$p' "$WORK/commit"; } >"$WORK/double"
  git update-ref HEAD "$(git hash-object -t commit -w --literally "$WORK/double")"
}
