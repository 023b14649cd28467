/* The extension TREE of git's index: which folder of the index is which tree. git status is a fifth faster with it.
 *
 * A node is a name, a zero, the number of entries (-1: not known), a space, the number of nodes below, a newline, the
 * id unless the number is not known, and the nodes below. */
#include "wrap/git/index_pieces.h"
#include <stdio.h>

struct rewrite {
	const char *at, *end;
	struct sms_buf out;
};

/* Reads a decimal number that `stop` follows. */
static bool take_number(struct rewrite *rewrite, char stop, long *out)
{
	char digits[24];
	size_t length = 0;
	const char *p = rewrite->at;
	while (p < rewrite->end && *p != stop && length < sizeof digits - 1)
		digits[length++] = *p++;
	digits[length] = 0;
	char *digits_end;
	*out = strtol(digits, &digits_end, 10);
	if (!length || *digits_end || p >= rewrite->end || *p != stop)
		return false;
	rewrite->at = p + 1;
	return true;
}

/* The updates below a folder; they lie together because they are sorted. */
static size_t below(const struct sms_update **updates, size_t count, size_t offset, const char *name, size_t length)
{
	size_t first = 0, n = 0;
	while (first < count && !(strncmp((*updates)[first].path + offset, name, length) == 0 &&
				  (*updates)[first].path[offset + length] == '/'))
		first++;
	*updates += first;
	while (first + n < count && strncmp((*updates)[n].path + offset, name, length) == 0 &&
	       (*updates)[n].path[offset + length] == '/')
		n++;
	return n;
}

/* `updates` are those in the folder that this node's parent is, `offset` where that folder's names begin in them. */
static bool rewrite_node(struct rewrite *rewrite, const struct sms_update *updates, size_t count, size_t offset,
			 int depth)
{
	const char *name = rewrite->at;
	const char *zero = memchr(name, 0, (size_t)(rewrite->end - name));
	long entries, nodes;
	if (!zero || depth > SMS_TREE_DEPTH)
		return false;
	rewrite->at = zero + 1;
	if (!take_number(rewrite, ' ', &entries) || !take_number(rewrite, '\n', &nodes))
		return false;
	const char *oid = rewrite->at;
	size_t oid_length = entries < 0 ? 0 : sizeof(struct sms_oid);
	if ((size_t)(rewrite->end - oid) < oid_length)
		return false;
	rewrite->at += oid_length;
	size_t length = (size_t)(zero - name);
	if (length) {
		count = below(&updates, count, offset, name, length);
		offset += length + 1;
	}
	sms_buf_add(&rewrite->out, name, length + 1);
	sms_buf_add_format(&rewrite->out, "%ld %ld\n", count ? -1 : entries, nodes);
	sms_buf_add(&rewrite->out, oid, count ? 0 : oid_length);
	for (long i = 0; i < nodes; i++)
		if (!rewrite_node(rewrite, updates, count, offset, depth + 1))
			return false;
	return true;
}

void sms_index_trees(struct sms_pieces *out, const unsigned char *extension, size_t length,
		     const struct sms_update *updates, size_t count)
{
	struct rewrite rewrite = {.at = (const char *)extension, .end = (const char *)extension + length};
	if (rewrite_node(&rewrite, updates, count, 0, 0) && rewrite.at == rewrite.end &&
	    rewrite.out.length <= UINT32_MAX) {
		unsigned char header[8] = {'T', 'R', 'E', 'E'};
		for (int i = 0; i < 4; i++)
			header[4 + i] = (unsigned char)(rewrite.out.length >> (24 - 8 * i));
		sms_pieces_add(out, header, sizeof header);
		sms_pieces_add(out, rewrite.out.data, rewrite.out.length);
	}
	sms_buf_release(&rewrite.out);
}
