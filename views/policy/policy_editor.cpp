// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/policy_editor.h"

#include "models/qt/format.h"
#include "views/latency/tone_label.h"
#include "views/policy/change_card.h"
#include "views/policy/panel_palette.h"
#include "views/policy/policy_form.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

struct PolicyEditor::Private {
    TelemetrySession& telemetry;
    PolicySession& policy;
    QString service = {};
    ToneLabel* title = nullptr;
    QWidget* tools = nullptr;
    QStackedWidget* pages = nullptr;
    PolicyForm* form = nullptr;
    ChangeCard* card = nullptr;
    QScrollArea* cardArea = nullptr;
    std::string shownChange = {};  ///< on the card; empty while the form is shown
    bool isOurs = false;           ///< the change under way was started here
};

PolicyEditor::PolicyEditor(TelemetrySession& telemetry, PolicySession& policy, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(Private{telemetry, policy})) {
    build();
    connectAll();
    makePanel(*this);
}

void PolicyEditor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) makePanel(*this);
}

PolicyEditor::~PolicyEditor() = default;

void PolicyEditor::build() {
    d->form = new PolicyForm(d->telemetry, d->policy, this);
    d->card = new ChangeCard(d->telemetry, d->policy);
    d->card->layout()->setContentsMargins(16, 0, 16, 16);
    d->cardArea = new QScrollArea(this);
    d->cardArea->setWidgetResizable(true);
    d->cardArea->setFrameShape(QFrame::NoFrame);
    d->cardArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    d->cardArea->setWidget(d->card);
    d->cardArea->setBackgroundRole(QPalette::Base);
    d->card->setAutoFillBackground(false);
    d->pages = new QStackedWidget(this);
    d->pages->addWidget(d->form);
    d->pages->addWidget(d->cardArea);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(buildHead());
    column->addWidget(d->pages, 1);
}

QLayout* PolicyEditor::buildHead() {
    d->title = new ToneLabel(tr("Policy"), TextSize::heading, TextTone::normal, this);
    d->title->setFit(TextFit::elide);
    buildTools();
    auto* close = new QToolButton(this);
    close->setText(tr("Close"));
    close->setObjectName(u"close"_s);
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, &PolicyEditor::closed);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(d->title, 1);
    top->addWidget(close);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(16, 16, 16, 8);
    head->setSpacing(4);
    head->addLayout(top);
    head->addWidget(d->tools);
    return head;
}

void PolicyEditor::buildTools() {
    d->tools = new QWidget(this);
    auto* tools = new QHBoxLayout(d->tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(4);
    QUndoStack& undo = d->form->draft().undoStack();
    QAction* back = undo.createUndoAction(this, tr("Undo"));
    back->setShortcut(QKeySequence::Undo);
    QAction* forth = undo.createRedoAction(this, tr("Redo"));
    forth->setShortcut(QKeySequence::Redo);
    auto* reset = new QAction(tr("Reset"), this);
    reset->setToolTip(tr("Back to what is in force"));
    reset->setObjectName(u"reset"_s);
    connect(reset, &QAction::triggered, this, [this] { d->form->draft().reset(); });
    addTool(back, tr("Undo"));
    addTool(forth, tr("Redo"));
    addTool(reset, tr("Reset"));
    tools->addStretch(1);
}

void PolicyEditor::addTool(QAction* action, const QString& text) {
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    auto* button = new QToolButton(d->tools);
    button->setDefaultAction(action);
    // The undo framework rewrites the action's text with what it undoes; the button keeps one word.
    connect(action, &QAction::changed, button, [button, text] { button->setText(text); });
    button->setText(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    d->tools->layout()->addWidget(button);
}

void PolicyEditor::connectAll() {
    connect(d->form, &PolicyForm::applyRequested, this,
            [this](const QString& reason, const QString& basedOn) {
                d->isOurs = true;
                d->policy.apply(d->form->draft().intents(), basedOn, reason);
            });
    connect(d->card, &ChangeCard::backRequested, this, &PolicyEditor::showForm);
    connect(&d->policy, &PolicySession::changeProgressed, this, &PolicyEditor::showChange);
    connect(&d->policy, &PolicySession::changeFinished, this, [this](const Change& change) {
        showChange(change);
        d->isOurs = false;
        d->form->clearReason();
    });
    connect(&d->policy, &PolicySession::changeFailed, this, [this](const QString& sentence) {
        if (d->isOurs) showPage();
        d->isOurs = false;
        d->form->showFailure(sentence);
    });
    connect(&d->policy, &PolicySession::historyChanged, this, &PolicyEditor::showNewestState);
}

void PolicyEditor::showChange(const Change& change) {
    // A revert that was started on the card is shown there too; one of somebody else's is not.
    const bool isFollowUp = !d->shownChange.empty() && change.reverts == d->shownChange;
    if (!d->isOurs && !isFollowUp && change.id != d->shownChange) return;
    d->shownChange = change.id;
    d->card->setChange(change);
    d->pages->setCurrentWidget(d->cardArea);
    d->tools->hide();
    d->title->setText(tr("Change to %1").arg(d->service));
}

void PolicyEditor::showNewestState() {
    if (d->shownChange.empty()) return;
    for (const Change& change : d->policy.history()) {
        if (change.id == d->shownChange) d->card->setChange(change);
    }
}

void PolicyEditor::showForm() {
    d->form->start(d->service);
    showPage();
}

void PolicyEditor::showPage() {
    d->shownChange.clear();
    d->pages->setCurrentWidget(d->form);
    d->tools->show();
    d->title->setText(tr("Policy of %1").arg(d->service));
}

QString PolicyEditor::service() const {
    return d->service;
}

void PolicyEditor::editService(const QString& service) {
    // Another click on Edit must not throw away what is being typed.
    const bool isSame = service == d->service && d->shownChange.empty() && d->form->draft().isChanged();
    if (isSame) return;
    d->service = service;
    showForm();
    d->policy.refresh();
}

QSize PolicyEditor::sizeHint() const {
    return {600, 720};
}

QSize PolicyEditor::minimumSizeHint() const {
    return {360, 240};
}

}  // namespace binnacle
