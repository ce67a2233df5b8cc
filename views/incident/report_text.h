// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace binnacle {

/// Text from the mesh, from people and from files, for documents that leave: the one place where it is made
/// safe. Any thread.

/// What can't be seen, or changes how its surroundings are read (control and format characters, directions,
/// separators, what is no character at all), as "\u{202E}". Line ends become spaces.
QString visibleText(const QString& text);
/// The same for text of several lines: LF stays.
QString visibleLines(const QString& text);
/// visibleLines() for HTML, inside an element or a double-quoted attribute.
QString escapeHtml(const QString& text);
/// visibleText() for Markdown: shown as it is, with no markup, link, image, mention or HTML in it.
QString escapeMarkdown(const QString& text);

}  // namespace binnacle
