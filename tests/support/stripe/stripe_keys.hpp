// Idempotency keys as docs.stripe.com/api/idempotent_requests has them.
#pragma once

#include "stripe_books.hpp"

#include <map>
#include <mutex>

namespace kontor::test {

class StripeKeys {
public:
    struct Outcome {
        StripeAnswer answer;
        bool is_replayed = false;
    };

    // The answer kept under the key, or else work's, which is kept unless it is one of a conflict.
    template <class Work>
    Outcome once(const std::string& key, const std::string& request, Work work) {
        if (key.empty()) return {work(), false};
        {
            const std::lock_guard lock(mutex_);
            auto [found, is_new] = kept_.try_emplace(key, Kept{request, std::nullopt});
            if (!is_new) return known(found->second, request);
        }
        auto answer = work();
        const std::lock_guard lock(mutex_);
        if (answer.status == 409 || answer.status == 429)
            kept_.erase(key);
        else
            kept_.at(key).answer = answer;
        return {std::move(answer), false};
    }

    // What a failure after the work makes of the answer that is kept.
    void overwrite(const std::string& key, const StripeAnswer& answer) {
        const std::lock_guard lock(mutex_);
        if (const auto found = kept_.find(key); found != kept_.end()) found->second.answer = answer;
    }

private:
    struct Kept {
        std::string request;
        std::optional<StripeAnswer> answer;
    };

    static Outcome known(const Kept& kept, const std::string& request) {
        if (kept.request != request)
            return {stripe_error(400, "idempotency_error", "",
                                 "Keys for idempotent requests can only be used with the same "
                                 "parameters they were first used with."),
                    false};
        if (!kept.answer)
            return {stripe_error(409, "invalid_request_error", "idempotency_key_in_use",
                                 "There is currently another in-progress request using this "
                                 "Idempotent Key."),
                    false};
        return {*kept.answer, true};
    }

    std::mutex mutex_;
    std::map<std::string, Kept> kept_;
};

}  // namespace kontor::test
