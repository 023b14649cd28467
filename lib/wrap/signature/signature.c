/* SSH signatures taken apart, and verified through libcrypto. See signature.h. */
#include "wrap/signature/signature.h"
#include "wrap/signature/wire.h"
#include <openssl/evp.h>
#include <string.h>

#define MAGIC "SSHSIG"
#define BEGIN "-----BEGIN SSH SIGNATURE-----\n"
#define END "-----END SSH SIGNATURE-----"

/* Between the two lines; NULL where they are not all there is, but for one line end. */
static const char *inside(const char *armour, size_t *length)
{
	size_t begin = strlen(BEGIN), end = strlen(END);
	if (*length && armour[*length - 1] == '\n')
		--*length;
	if (*length < begin + end + 1 || memcmp(armour, BEGIN, begin) != 0 ||
	    memcmp(armour + *length - end, END, end) != 0 || armour[*length - end - 1] != '\n')
		return NULL;
	*length -= begin + end;
	return armour + begin;
}

/* string public key, string namespace, string reserved, string hash, string signature. */
static const char *read_fields(struct sms_signature *out, struct sms_wire *wire)
{
	const char *key, *reserved, *hash;
	size_t key_length, reserved_length, hash_length;
	if (!sms_wire_string(wire, &key, &key_length) || !sms_wire_string(wire, &out->space, &out->space_length) ||
	    !sms_wire_string(wire, &reserved, &reserved_length) || !sms_wire_string(wire, &hash, &hash_length) ||
	    !sms_wire_string(wire, &out->value, &out->value_length))
		return "it is cut off";
	if (wire->left)
		return "bytes follow it";
	out->sha512 = sms_wire_is(hash, hash_length, "sha512");
	if (!out->sha512 && !sms_wire_is(hash, hash_length, "sha256"))
		return "its hash is neither sha256 nor sha512";
	return sms_public_key_parse(&out->key, key, key_length);
}

const char *sms_signature_parse(struct sms_signature *out, const char *armour, size_t length)
{
	uint32_t version = 0;
	*out = (struct sms_signature){0};
	if (length > SMS_SIGNATURE_BYTES)
		return "it is too long";
	armour = inside(armour, &length);
	if (!armour || !sms_base64_read(&out->bytes, armour, length, true))
		return "it is no armoured SSH signature";
	struct sms_wire wire = {sms_buf_text(&out->bytes), out->bytes.length};
	if (wire.left < strlen(MAGIC) || memcmp(wire.at, MAGIC, strlen(MAGIC)) != 0)
		return "it is no SSH signature";
	wire.at += strlen(MAGIC);
	wire.left -= strlen(MAGIC);
	if (!sms_wire_number(&wire, &version) || version != 1)
		return "its version is not 1";
	return read_fields(out, &wire);
}

void sms_signature_release(struct sms_signature *signature)
{
	sms_buf_release(&signature->bytes);
	sms_public_key_release(&signature->key);
	*signature = (struct sms_signature){0};
}

/* What is signed: the magic, namespace, reserved (empty), hash and the message's digest. */
static void add_signed(struct sms_buf *out, const struct sms_signature *signature, const char *space,
		       const void *message, size_t length)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	const char *hash = signature->sha512 ? "sha512" : "sha256";
	if (!EVP_Digest(message, length, digest, &size, signature->sha512 ? EVP_sha512() : EVP_sha256(), NULL))
		sms_out_of_memory();
	sms_buf_add_text(out, MAGIC);
	sms_wire_add(out, space, strlen(space));
	sms_wire_add(out, NULL, 0);
	sms_wire_add(out, hash, strlen(hash));
	sms_wire_add(out, digest, size);
}

static bool check_ed25519(const struct sms_public_key *key, const char *value, const struct sms_buf *bytes)
{
	const unsigned char *raw = (const unsigned char *)key->blob + key->length - 32;
	EVP_PKEY *public = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, raw, 32);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	if (!context)
		sms_out_of_memory();
	bool good = public && EVP_DigestVerifyInit(context, NULL, NULL, NULL, public) == 1 &&
		    EVP_DigestVerify(context, (const unsigned char *)value, 64,
				     (const unsigned char *)sms_buf_text(bytes), bytes->length) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(public);
	return good;
}

static bool verify_ed25519(const struct sms_signature *signature, const char *space, const void *message, size_t length)
{
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	struct sms_wire wire = {signature->value, signature->value_length};
	const char *name, *value;
	size_t name_length, value_length;
	if (!sms_wire_string(&wire, &name, &name_length) || !sms_wire_string(&wire, &value, &value_length) ||
	    wire.left || !sms_wire_is(name, name_length, "ssh-ed25519") || value_length != 64)
		return false;
	add_signed(&bytes, signature, space, message, length);
	return check_ed25519(&signature->key, value, &bytes);
}

struct sms_error *sms_signature_verify(const struct sms_signature *signature, const char *armour, size_t armour_length,
				       const char *space, const void *message, size_t length, bool *good)
{
	*good = false;
	if (!sms_wire_is(signature->space, signature->space_length, space))
		return NULL;
	if (signature->key.kind != SMS_KEY_ED25519)
		return sms_signature_verify_by_program(&signature->key, armour, armour_length, space, message, length,
						       good);
	*good = verify_ed25519(signature, space, message, length);
	return NULL;
}
