#include "stripe_double.hpp"

#include <csignal>
#include <iostream>
#include <span>

namespace {

int usage(const std::string& what) {
    std::cerr << what
              << "\nusage: kontor_stripe_double [--port N] [--books FILE] [--webhooks URL]"
                 " [--secret-key KEY] [--webhook-secret SECRET]\n";
    return 2;
}

}  // namespace

int main(int count, char** words) {
    kontor::test::StripeDoubleOptions options;
    const std::span arguments(words, static_cast<std::size_t>(count));
    for (std::size_t i = 1; i < arguments.size(); i += 2) {
        const std::string name = arguments[i];
        if (i + 1 == arguments.size()) return usage(name + " needs a value.");
        const std::string value = arguments[i + 1];
        if (name == "--port") {
            options.port = static_cast<std::uint16_t>(std::stoi(value));
        } else if (name == "--books") {
            options.books = value;
        } else if (name == "--webhooks") {
            options.webhook_url = value;
        } else if (name == "--secret-key") {
            options.secret_key = value;
        } else if (name == "--webhook-secret") {
            options.webhook_secret = value;
        } else {
            return usage("There is no option " + name + ".");
        }
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    const kontor::test::StripeDouble stripe(options);
    std::cout << "Stripe double on " << stripe.url() << std::endl;
    int signal = 0;
    sigwait(&ends, &signal);
    return 0;
}
