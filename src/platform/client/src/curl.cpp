#include "curl.hpp"

#include <algorithm>
#include <new>

namespace kontor::platform {

namespace {

int is_to_stop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::stop_token*>(stop)->stop_requested();
}

}  // namespace

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

void set_basics(CURL* handle, std::chrono::milliseconds deadline, const std::stop_token& stop,
                char* reason) {
    // To libcurl zero means for ever.
    const auto milliseconds = std::max<long>(1, static_cast<long>(deadline.count()));
    reason[0] = '\0';
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, milliseconds);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, is_to_stop);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stop);
}

}  // namespace kontor::platform
