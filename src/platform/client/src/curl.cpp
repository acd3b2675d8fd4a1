#include "curl.hpp"

#include <algorithm>
#include <new>

namespace kontor::platform {

namespace {

// By libcurl while nothing happens; once more while it takes its leave of the other side.
constexpr std::chrono::seconds asked_every{1};

int is_to_end(void* ending, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Ending*>(ending)->is_due();
}

}  // namespace

Ending::Ending(const std::stop_token& stop, std::chrono::milliseconds grace,
               std::function<bool()> is_handed_over)
    : grace_(grace),
      is_handed_over_(std::move(is_handed_over)),
      noted_(stop, [this] { stopped_at_ = Clock::now(); }) {}

bool Ending::is_due() const {
    const auto stopped_at = stopped_at_.load();
    if (stopped_at == Clock::time_point::max()) return false;
    return !is_handed_over_() || Clock::now() + asked_every + asked_every >= stopped_at + grace_;
}

CurlHandle new_curl_handle() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    CurlHandle handle(ready == CURLE_OK ? curl_easy_init() : nullptr);
    if (!handle) throw std::bad_alloc();
    return handle;
}

void append(CurlList& list, const std::string& text) {
    auto* before = list.release();
    auto* longer = curl_slist_append(before, text.c_str());
    list.reset(longer ? longer : before);
    if (!longer) throw std::bad_alloc();
}

void set_basics(CURL* handle, std::chrono::milliseconds deadline, Ending& ending, char* reason) {
    // To libcurl zero means for ever.
    const auto milliseconds = std::max<long>(1, static_cast<long>(deadline.count()));
    reason[0] = '\0';
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, milliseconds);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, is_to_end);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &ending);
}

}  // namespace kontor::platform
