// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/saved_file.h"

#include "models/qt/format.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

SavedFile::SavedFile(QWidget* parent)
    : QWidget(parent),
      m_text(new QLabel(this)),
      m_folder(new QPushButton(tr("Show in folder"), this)),
      m_copy(new QPushButton(tr("Copy path"), this)) {
    m_text->setObjectName(u"savedText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_folder->setObjectName(u"showInFolder"_s);
    m_copy->setObjectName(u"copyPath"_s);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_folder);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_text);
    column->addLayout(buttons);
    connect(m_folder, &QPushButton::clicked, this, &SavedFile::openFolder);
    connect(m_copy, &QPushButton::clicked, this, &SavedFile::copyPath);
    hide();
}

void SavedFile::showFile(const QString& path) {
    const QFileInfo file(path);
    m_path = file.absoluteFilePath();
    m_text->setText(tr("Saved: %1, %2").arg(file.fileName(), formatBytes(static_cast<double>(file.size()))));
    m_folder->show();
    m_copy->show();
    show();
}

void SavedFile::showFailure(const QString& sentence) {
    m_path.clear();
    m_text->setText(sentence);
    m_folder->hide();
    m_copy->hide();
    show();
}

void SavedFile::openFolder() {
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_path).absolutePath()));
}

void SavedFile::copyPath() {
    QGuiApplication::clipboard()->setText(m_path);
}

}  // namespace binnacle
