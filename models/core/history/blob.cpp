// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/blob.h"

#include <zstd.h>
#include <algorithm>
#include <bit>
#include <memory>
#include <new>

namespace binnacle {
namespace {

// Level 1 still shrinks bytes that never repeat (the negative ones leave them), at about the same speed.
constexpr int kLevel = 1;
constexpr int kMinWindowLog = 17;
constexpr int kMaxWindowLog = 27;
// No frame holds more than this many bytes for each of its own: the densest block is 4 bytes for 128 KiB.
constexpr std::size_t kDensest = (128U << 10U) / 4;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// A context is some hundred kilobytes: each thread makes one and keeps it.
ZSTD_CCtx* packingContext() {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    if (context == nullptr) throw std::bad_alloc();
    ZSTD_CCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    return context.get();
}

ZSTD_DCtx* unpackingContext() {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    if (context == nullptr) throw std::bad_alloc();
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    return context.get();
}

// The whole prefix must stay in reach, and be remembered place by place.
void usePrefix(ZSTD_CCtx* context, BlobView bytes, BlobView prefix) {
    if (prefix.empty()) return;
    const int log = std::clamp(static_cast<int>(std::bit_width(bytes.size() + prefix.size())), kMinWindowLog,
                               kMaxWindowLog);
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, log);
    ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, std::min(log, 20));
    ZSTD_CCtx_refPrefix(context, prefix.data(), prefix.size());
}

tl::unexpected<Error> corrupt(const char* detail) {
    return failure(ErrorCode::corrupt, "recording", detail);
}

}  // namespace

void packOnto(Blob& out, BlobView bytes, BlobView prefix) {
    ZSTD_CCtx* const context = packingContext();
    usePrefix(context, bytes, prefix);
    const std::size_t at = out.size();
    out.resize(at + ZSTD_compressBound(bytes.size()));
    const std::size_t size =
        ZSTD_compress2(context, out.data() + at, out.size() - at, bytes.data(), bytes.size());
    if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // the one way left to fail
    out.resize(at + size);
}

Blob pack(BlobView bytes, BlobView prefix) {
    Blob out;
    packOnto(out, bytes, prefix);
    out.shrink_to_fit();
    return out;
}

Result<Blob> unpack(BlobView packed, std::size_t most, BlobView prefix) {
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR)
        return corrupt("it is not in packed form");
    if (size > most || size / kDensest > packed.size()) return corrupt("it claims to be too large");
    ZSTD_DCtx* const context = unpackingContext();
    if (!prefix.empty()) ZSTD_DCtx_refPrefix(context, prefix.data(), prefix.size());
    Blob out(static_cast<std::size_t>(size));
    // In one go: whatever window the frame asks for, no memory is needed but `out`.
    const std::size_t got =
        ZSTD_decompressDCtx(context, out.data(), out.size(), packed.data(), packed.size());
    if (ZSTD_isError(got) != 0 || got != out.size()) return corrupt("its packed form is damaged");
    return out;
}

}  // namespace binnacle
