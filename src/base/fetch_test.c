/* Which addresses are of the public network (RFC 6890 and what came after). tests/vet_fetch.t
 * fetches. */
#include "base/fetch.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static bool is_public(const char *text)
{
	uint8_t b[16] = { 0 };
	if (strchr(text, ':')) {
		assert_int_equal(inet_pton(AF_INET6, text, b), 1);
	} else {
		b[10] = b[11] = 0xff;
		assert_int_equal(inet_pton(AF_INET, text, b + 12), 1);
	}
	return fetch_is_public(b);
}

static void addresses_of_the_public_network(void **state)
{
	(void)state;
	static const char *const open[] = { "8.8.8.8",     "172.15.0.1",  "172.32.0.1",
					    "100.63.0.1",  "100.128.0.1", "169.253.0.1",
					    "192.167.0.1", "198.17.0.1",  "198.20.0.1",
					    "223.255.0.1", "2600::1",     "2001:4860::8888",
					    "3ffe::1",     "2a00::1" };
	static const char *const shut[] = { "0.0.0.0",
					    "10.1.2.3",
					    "127.0.0.1",
					    "127.255.255.254",
					    "100.64.0.1",
					    "100.127.255.255",
					    "169.254.1.1",
					    "169.254.169.254",
					    "172.16.0.1",
					    "172.31.255.255",
					    "192.168.1.1",
					    "192.0.0.1",
					    "192.0.2.1",
					    "192.88.99.1",
					    "198.18.0.1",
					    "198.19.255.255",
					    "198.51.100.7",
					    "203.0.113.7",
					    "224.0.0.1",
					    "240.0.0.1",
					    "255.255.255.255",
					    "::",
					    "::1",
					    "::127.0.0.1",
					    "fe80::1",
					    "fc00::1",
					    "fd12::1",
					    "ff02::1",
					    "2002:7f00:1::",
					    "64:ff9b::7f00:1",
					    "2001::1",
					    "2001:10::1",
					    "2001:db8::1",
					    "::ffff:169.254.1.1",
					    "3fff::1",
					    "3fff:fff::1",
					    "100::1",
					    "::ffff:10.0.0.1" };
	for (size_t i = 0; i < sizeof open / sizeof *open; i++)
		if (!is_public(open[i]))
			fail_msg("%s is public", open[i]);
	for (size_t i = 0; i < sizeof shut / sizeof *shut; i++)
		if (is_public(shut[i]))
			fail_msg("%s is not public", shut[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(addresses_of_the_public_network) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
