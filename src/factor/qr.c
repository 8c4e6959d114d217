/* qr.c: a QR code as one path, its squares counted by libqrencode. */
#include <qrencode.h>

#include "base/must.h"
#include "factor/code.h"

enum { QUIET = 4 /* squares left white around it: ISO/IEC 18004 */ };

struct html qr_svg(struct arena *a, str text, str label)
{
	struct out o = out_to_arena(a);
	QRcode *qr = QRcode_encodeString8bit(str_z(a, text), 0, QR_ECLEVEL_M);
	must(qr != NULL);
	int side = qr->width + 2 * QUIET;
	out_fmt(&o, "<svg class=\"grata-qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
		side, side);
	out_html(&o, label);
	out_fmt(&o, "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>",
		side, side);
	out_lit(&o, "<path fill=\"#000\" d=\"");
	for (int y = 0; y < qr->width; y++)
		for (int x = 0, n; x < qr->width; x += n) {
			const unsigned char *row = qr->data + y * qr->width;
			bool is_dark = row[x] & 1;
			for (n = 1; x + n < qr->width && (row[x + n] & 1) == is_dark; n++)
				;
			if (is_dark)
				out_fmt(&o, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
		}
	out_lit(&o, "\"/></svg>");
	QRcode_free(qr);
	return (struct html){ out_view(&o) };
}
