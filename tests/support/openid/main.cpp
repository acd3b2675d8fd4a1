#include "openid_double.hpp"

#include <csignal>
#include <iostream>

int main() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    const kontor::test::OpenIdDouble provider;
    std::cout << provider.issuer() << std::endl;
    int signal = 0;
    sigwait(&ends, &signal);
}
