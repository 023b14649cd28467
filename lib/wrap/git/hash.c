/* SHA-1 as git counts it, through libcrypto: faster than libgit2's, which looks for collisions. */
#include "wrap/git/private.h"
#include <openssl/evp.h>
#include <stdio.h>

struct sms_sha1 {
	EVP_MD_CTX *context;
};

/* A failure here means a libcrypto that has no SHA-1 or no memory: nothing in git can be done then. */
static void must(bool ok)
{
	if (!ok)
		sms_out_of_memory();
}

struct sms_sha1 *sms_sha1_new(void)
{
	struct sms_sha1 *hash = sms_alloc(1, sizeof *hash);
	hash->context = EVP_MD_CTX_new();
	must(hash->context && EVP_DigestInit_ex(hash->context, EVP_sha1(), NULL) == 1);
	return hash;
}

void sms_sha1_add(struct sms_sha1 *hash, const void *bytes, size_t length)
{
	must(EVP_DigestUpdate(hash->context, bytes, length) == 1);
}

void sms_sha1_next(struct sms_sha1 *hash, unsigned char out[20])
{
	must(EVP_DigestFinal_ex(hash->context, out, NULL) == 1);
	must(EVP_DigestInit_ex(hash->context, NULL, NULL) == 1);
}

void sms_sha1_free(struct sms_sha1 *hash)
{
	if (!hash)
		return;
	EVP_MD_CTX_free(hash->context);
	free(hash);
}

void sms_sha1_end(struct sms_sha1 *hash, unsigned char out[20])
{
	must(EVP_DigestFinal_ex(hash->context, out, NULL) == 1);
	sms_sha1_free(hash);
}

void sms_sha1(const void *bytes, size_t length, unsigned char out[20])
{
	struct sms_sha1 *hash = sms_sha1_new();
	sms_sha1_add(hash, bytes, length);
	sms_sha1_end(hash, out);
}

void sms_oid_next(struct sms_sha1 *hash, const char *type, const void *bytes, size_t length, struct sms_oid *out)
{
	char header[32];
	int header_length = snprintf(header, sizeof header, "%s %zu", type, length);
	sms_sha1_add(hash, header, (size_t)header_length + 1);
	sms_sha1_add(hash, bytes, length);
	sms_sha1_next(hash, out->id);
}

void sms_oid_of(const char *type, const void *bytes, size_t length, struct sms_oid *out)
{
	struct sms_sha1 *hash = sms_sha1_new();
	sms_oid_next(hash, type, bytes, length, out);
	sms_sha1_free(hash);
}

void sms_oid_of_blob(const void *bytes, size_t length, struct sms_oid *out)
{
	sms_oid_of("blob", bytes, length, out);
}

void sms_oid_format(const struct sms_oid *oid, char out[SMS_OID_SIZE])
{
	for (size_t i = 0; i < sizeof oid->id; i++) {
		out[2 * i] = "0123456789abcdef"[oid->id[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[oid->id[i] & 15];
	}
	out[SMS_OID_SIZE - 1] = 0;
}

static int digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

bool sms_oid_parse(const char *text, struct sms_oid *out)
{
	for (size_t i = 0; i < sizeof out->id; i++) {
		int high = digit(text[2 * i]);
		int low = high < 0 ? -1 : digit(text[2 * i + 1]);
		if (low < 0)
			return false;
		out->id[i] = (unsigned char)(high << 4 | low);
	}
	return !text[SMS_OID_SIZE - 1];
}

bool sms_oid_equal(const struct sms_oid *a, const struct sms_oid *b)
{
	return memcmp(a->id, b->id, sizeof a->id) == 0;
}

bool sms_oid_is_zero(const struct sms_oid *oid)
{
	static const struct sms_oid zero;
	return sms_oid_equal(oid, &zero);
}
