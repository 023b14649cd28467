/* SHA-256 from libcrypto, in one call. */
#include "wrap/digest.h"
#include "base/memory.h"
#include <openssl/evp.h>

void sms_digest(const void *bytes, size_t length, char out[SMS_DIGEST_SIZE])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	/* what can fail in a digest that every libcrypto has is an allocation */
	if (!EVP_Digest(bytes, length, digest, &size, EVP_sha256(), NULL) || 2 * size + 1 != SMS_DIGEST_SIZE)
		sms_out_of_memory();
	for (unsigned i = 0; i < size; i++) {
		out[2 * i] = hex[digest[i] >> 4];
		out[2 * i + 1] = hex[digest[i] & 15];
	}
	out[2 * size] = 0;
}
