// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/read_pool.h"

#include <utility>

namespace binnacle {

ReadPool::Lease::~Lease() {
    // A connection that can't even end its transaction is of no more use.
    if (m_database->run("COMMIT")) m_pool->giveBack(std::move(m_database));
}

Result<std::shared_ptr<ReadPool::Lease>> ReadPool::lease() {
    std::unique_ptr<Database> database;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            database = std::move(m_idle.back());
            m_idle.pop_back();
        }
    }
    if (!database) {
        auto opened = Database::openToRead(m_path);
        if (!opened) return tl::unexpected(opened.error());
        database = std::make_unique<Database>(std::move(*opened));
    }
    if (auto begun = database->run("BEGIN"); !begun) return tl::unexpected(begun.error());
    return std::make_shared<Lease>(shared_from_this(), std::move(database));
}

void ReadPool::giveBack(std::unique_ptr<Database> database) {
    const std::lock_guard lock(m_mutex);
    if (m_idle.size() < kKept) m_idle.push_back(std::move(database));
}

}  // namespace binnacle
