// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QPushButton;

namespace binnacle {

/// One line about a file that was written, or why it was not: its name and size, its folder, its path to
/// paste. UI thread only.
class SavedFile : public QWidget {
    Q_OBJECT
  public:
    explicit SavedFile(QWidget* parent = nullptr);

    void showFile(const QString& path);
    void showFailure(const QString& sentence);

  private:
    void openFolder();
    void copyPath();

    QString m_path;
    QLabel* m_text;
    QPushButton* m_folder;
    QPushButton* m_copy;
};

}  // namespace binnacle
