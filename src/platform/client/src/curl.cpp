#include "curl.hpp"

#include <algorithm>
#include <new>

namespace kontor::platform {

namespace {

int is_to_end(void* ending, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Ending*>(ending)->is_due();
}

}  // namespace

bool Ending::is_due() {
    if (!stop.stop_requested()) return false;
    if (!is_handed_over()) return true;
    const auto now = std::chrono::steady_clock::now();
    if (!last) last = now + grace;
    return now >= *last;
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
