// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/verdict_style.h"

namespace binnacle {

QColor verdictColor(const Theme& theme, Verdict verdict) {
    switch (verdict) {
        case Verdict::broke:
            return theme.failing;
        case Verdict::slower:
            return theme.degraded;
        case Verdict::appeared:
            return theme.accent;
        case Verdict::gone:
            return theme.textMuted;
        case Verdict::busier:
        case Verdict::quieter:
            return theme.series2;
        case Verdict::mended:
        case Verdict::faster:
            return theme.good;
        case Verdict::same:
            return theme.edge;
    }
    return theme.edge;
}

QList<qreal> verdictDash(Verdict verdict) {
    switch (verdict) {
        case Verdict::broke:
            return {4, 3};
        case Verdict::slower:
            return {9, 4};
        case Verdict::gone:
            return {1, 5};
        case Verdict::appeared:
            return {14, 3};
        case Verdict::quieter:
            return {3, 6};
        case Verdict::faster:
            return {18, 4};
        case Verdict::busier:
        case Verdict::mended:
        case Verdict::same:
            break;
    }
    return {};
}

}  // namespace binnacle
