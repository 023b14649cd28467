/* SSH public keys. See signature.h. */
#include "wrap/signature/signature.h"
#include "wrap/signature/wire.h"
#include <openssl/evp.h>
#include <string.h>

/* Kinds that are read (RFC 8709, RFC 5656, RFC 4253, OpenSSH's PROTOCOL.u2f). */
static const struct known {
	const char *name;
	enum sms_key_kind kind;
	const char *curve;
	unsigned bits;
} known[] = {
	{"ssh-ed25519", SMS_KEY_ED25519, NULL, 256},
	{"ecdsa-sha2-nistp256", SMS_KEY_ECDSA, "nistp256", 256},
	{"ecdsa-sha2-nistp384", SMS_KEY_ECDSA, "nistp384", 384},
	{"ecdsa-sha2-nistp521", SMS_KEY_ECDSA, "nistp521", 521},
	{"ssh-rsa", SMS_KEY_RSA, NULL, 0},
	{"sk-ssh-ed25519@openssh.com", SMS_KEY_ED25519_SK, NULL, 256},
	{"sk-ecdsa-sha2-nistp256@openssh.com", SMS_KEY_ECDSA_SK, "nistp256", 256},
};

static const struct known *find_kind(const char *name, size_t length)
{
	for (size_t i = 0; i < SMS_COUNT(known); i++)
		if (sms_wire_is(name, length, known[i].name))
			return &known[i];
	return NULL;
}

/* A point that is not compressed: a 4 and two coordinates. */
static const char *read_curve(struct sms_wire *wire, const struct known *kind)
{
	const char *curve, *point;
	size_t curve_length, point_length;
	if (!sms_wire_string(wire, &curve, &curve_length) || !sms_wire_string(wire, &point, &point_length))
		return "the key is cut off";
	if (!sms_wire_is(curve, curve_length, kind->curve) || point_length != 1 + 2 * ((kind->bits + 7) / 8) ||
	    point[0] != 4)
		return "the key has no point of its curve";
	return NULL;
}

/* Exponent and modulus, both positive and in their shortest form. */
static const char *read_rsa(struct sms_wire *wire, unsigned *bits)
{
	const char *exponent, *modulus;
	size_t exponent_length, length;
	if (!sms_wire_string(wire, &exponent, &exponent_length) || !sms_wire_string(wire, &modulus, &length))
		return "the key is cut off";
	if (length && !modulus[0]) {
		modulus++;
		if (--length && !(modulus[0] & 0x80))
			return "the key's modulus is not in its shortest form";
	} else if (length && (modulus[0] & 0x80)) {
		return "the key's modulus is negative";
	}
	if (!exponent_length || exponent_length > 9 || (exponent[0] & 0x80) || length > 2048)
		return "the key's size is not supported";
	*bits = (unsigned)length * 8;
	for (unsigned mask = 0x80; length && mask && !((unsigned char)modulus[0] & mask); mask >>= 1)
		--*bits;
	return NULL;
}

static const char *read_parts(struct sms_wire *wire, const struct known *kind, unsigned *bits)
{
	const char *part, *fault = NULL;
	size_t length;
	*bits = kind->bits;
	if (kind->curve)
		fault = read_curve(wire, kind);
	else if (kind->kind == SMS_KEY_RSA)
		fault = read_rsa(wire, bits);
	else if (!sms_wire_string(wire, &part, &length))
		fault = "the key is cut off";
	else if (length != 32)
		fault = "the key is not of 32 bytes";
	if (!fault && (kind->kind == SMS_KEY_ED25519_SK || kind->kind == SMS_KEY_ECDSA_SK) &&
	    !sms_wire_string(wire, &part, &length))
		fault = "the key names no application";
	return fault ? fault : wire->left ? "bytes follow the key" : NULL;
}

static void set_fingerprint(struct sms_public_key *key)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (!EVP_Digest(key->blob, key->length, digest, &size, EVP_sha256(), NULL))
		sms_out_of_memory();
	sms_buf_add_text(&text, "SHA256:");
	sms_base64_add(&text, digest, size, 0);
	memcpy(key->fingerprint, sms_buf_text(&text), sizeof key->fingerprint - 1);
	key->fingerprint[strcspn(key->fingerprint, "=")] = '\0';
}

const char *sms_public_key_parse(struct sms_public_key *out, const void *blob, size_t length)
{
	struct sms_wire wire = {blob, length};
	const char *name;
	size_t name_length;
	*out = (struct sms_public_key){0};
	if (!sms_wire_string(&wire, &name, &name_length))
		return "the key is cut off";
	const struct known *kind = find_kind(name, name_length);
	if (!kind && sms_wire_is(name, name_length, "ssh-dss"))
		return "DSA keys are not supported: they are weak";
	if (!kind)
		return "the kind of key is not supported";
	const char *fault = read_parts(&wire, kind, &out->bits);
	if (fault)
		return fault;
	out->kind = kind->kind;
	out->blob = sms_copy(blob, length);
	out->length = length;
	set_fingerprint(out);
	return NULL;
}

const char *sms_public_key_read(struct sms_public_key *out, const char *kind, const char *base64)
{
	sms_auto(buf) struct sms_buf blob = SMS_BUF_INIT;
	*out = (struct sms_public_key){0};
	if (!sms_base64_read(&blob, base64, strlen(base64), false))
		return "the key is no base64";
	const char *fault = sms_public_key_parse(out, sms_buf_text(&blob), blob.length);
	if (fault)
		return fault;
	struct sms_wire wire = {out->blob, out->length};
	const char *name = "";
	size_t length = 0;
	if (sms_wire_string(&wire, &name, &length) && sms_wire_is(name, length, kind))
		return NULL;
	sms_public_key_release(out);
	return "the key is of another kind than its line says";
}

void sms_public_key_release(struct sms_public_key *key)
{
	free(key->blob);
	*key = (struct sms_public_key){0};
}

const char *sms_public_key_kind(const struct sms_public_key *key)
{
	static const char *const names[] = {[SMS_KEY_ED25519] = "ED25519",
					    [SMS_KEY_ECDSA] = "ECDSA",
					    [SMS_KEY_RSA] = "RSA",
					    [SMS_KEY_ED25519_SK] = "ED25519-SK",
					    [SMS_KEY_ECDSA_SK] = "ECDSA-SK"};
	return names[key->kind];
}

void sms_public_key_print(struct sms_buf *out, const struct sms_public_key *key)
{
	struct sms_wire wire = {key->blob, key->length};
	const char *name;
	size_t length;
	if (!sms_wire_string(&wire, &name, &length))
		return;
	sms_buf_add(out, name, length);
	sms_buf_add_char(out, ' ');
	sms_base64_add(out, key->blob, key->length, 0);
}

bool sms_public_key_equal(const struct sms_public_key *a, const struct sms_public_key *b)
{
	return a->length == b->length && memcmp(a->blob, b->blob, a->length) == 0;
}
