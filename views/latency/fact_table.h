// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/common/theme.h"

#include <QAbstractTableModel>
#include <QString>
#include <QTableView>
#include <optional>
#include <vector>

namespace binnacle {

struct FactCell {
    QString text;
    std::optional<Health> mark = std::nullopt;
    QString tip = {};

    bool operator==(const FactCell&) const = default;
};

struct FactRow {
    std::vector<FactCell> cells;
    QString key = {};  ///< not empty: the row can be activated

    bool operator==(const FactRow&) const = default;
};

/// The rows of a FactTable. UI thread only.
class FactModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    static constexpr int kMarkRole = Qt::UserRole + 16;

    FactModel(QStringList headers, QObject* parent);

    void setRows(std::vector<FactRow> rows);
    const std::vector<FactRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QStringList m_headers;
    std::vector<FactRow> m_rows;
};

/// A small table as high as its rows: the first column takes what is left and is elided, figures are
/// right-aligned. Not for long lists. UI thread only.
class FactTable : public QTableView {
    Q_OBJECT
  public:
    explicit FactTable(const QStringList& headers, QWidget* parent = nullptr);

    void setRows(std::vector<FactRow> rows);
    /// Columns from `column` on are text, not figures: left-aligned.
    void setTextColumn(int column);
    bool isTextColumn(int column) const { return column == 0 || column == m_textColumn; }
    QString asText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void rowActivated(const QString& key);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void fitColumns();
    int idealWidth(int column) const;
    void activate(const QModelIndex& index);

    FactModel* m_model;
    int m_textColumn = -1;
};

}  // namespace binnacle
