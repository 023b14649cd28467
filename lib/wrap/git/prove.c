/* Objects whose bytes are proven to be those of their id.
 *
 * libgit2 can do that with a SHA-1 that looks for collisions, at an eighth of the speed of a plain one. Here the plain
 * one is enough for text: the blocks of every known collision are noise, and no text. Whatever is none (an attachment, a
 * tree or commit with odd bytes in it) is hashed by libgit2 too. */
#include "base/utf8.h"
#include "wrap/git/private.h"

void sms_repo_prove(struct sms_repo *repo)
{
	if (!repo->hash)
		repo->hash = sms_sha1_new();
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

static bool is_text(const char *bytes, size_t length)
{
	unsigned control = 0, high = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		control |= c < ' ' && c != '\n' && c != '\t' && c != '\r';
		high |= c & 0x80u;
	}
	return !control && (!high || sms_utf8_valid(bytes, length) == length);
}

/* The ids in a tree are noise as well, but twenty bytes each between modes and names: no room for a block. */
static bool is_tree_of_text(git_odb_object *tree)
{
	struct sms_raw_tree raw = sms_raw_tree(tree);
	struct sms_raw_entry entry;
	bool done = false;
	for (;;) {
		struct sms_error *error = sms_raw_next(&raw, &entry, &done);
		if (error || done) {
			sms_error_free(error);
			return done;
		}
		if (!entry.is_plain && !is_text(entry.name, entry.length))
			return false;
	}
}

/* libgit2 says so when it meets the trace of a collision. */
static struct sms_error *find_collision(const char *name, const void *bytes, size_t length, git_object_t type)
{
	git_oid unused;
	int code = git_odb_hash(&unused, bytes, length, type);
	return code < 0 ? sms_git_error(code, "cannot read the git object %s", name) : NULL;
}

struct sms_error *sms_object_prove(const struct sms_repo *repo, const struct sms_oid *oid, git_odb_object *object)
{
	const char *bytes = git_odb_object_data(object);
	size_t length = git_odb_object_size(object);
	git_object_t type = git_odb_object_type(object);
	struct sms_oid actual;
	char name[SMS_OID_SIZE];
	if (!repo->hash)
		return NULL;
	sms_oid_next(repo->hash, git_object_type2string(type), bytes, length, &actual);
	bool is_same = sms_oid_equal(&actual, oid);
	if (is_same && (type == GIT_OBJECT_TREE ? is_tree_of_text(object) : is_text(bytes, length)))
		return NULL;
	sms_oid_format(oid, name);
	if (!is_same)
		return sms_error(SMS_ENVIRONMENT, "the git object %s is not what its id says: its bytes were changed",
				 name);
	return find_collision(name, bytes, length, type);
}
