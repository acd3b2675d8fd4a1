#include "audit.hpp"
#include "mail_server.hpp"
#include "rounds.hpp"
#include "stage.hpp"

namespace kontor::chaos {

namespace {

constexpr std::chrono::seconds stall{30};
constexpr std::chrono::seconds measured{10};

Wish paid_at_once(const std::vector<Good>& goods, std::minstd_rand& random) {
    auto wish = any_wish(goods, random);
    wish.means.token = "sim_ok";
    return wish;
}

}  // namespace

Report mail(unsigned seed) {
    const MailServer server;
    Shop shop({{"PLENTY-1", 1'000'000}, {"PLENTY-2", 1'000'000}},
              {{"KONTOR_MAIL_SMTP_URL", server.url()}});
    Report report;
    Books books(shop.dsn());
    Crowd crowd(shop, 4, seed, paid_at_once);
    sleep_for(std::chrono::seconds(3));
    const auto before = purchases_a_second(crowd, measured);
    server.stall(stall);
    sleep_for(std::chrono::seconds(2));
    const auto meanwhile = purchases_a_second(crowd, 2 * measured);
    note_throughput(report, "F9: buying before, and while every letter takes 30 s", before,
                    meanwhile);

    const auto purchases = crowd.go_home();
    const auto closed = std::chrono::steady_clock::now();
    const bool followed = test::eventually([&] { return books.facts_to_follow() == 0; });
    report.expect("F9: shipments and letters are written meanwhile", followed,
                  "all within " + seconds_since(closed) + " of the last purchase");
    report.note("letters that wait", std::to_string(books.letters_waiting()));
    server.stall(std::chrono::seconds(0));
    const auto mended = std::chrono::steady_clock::now();
    test::eventually([&] { return books.letters_waiting() == 0; }, std::chrono::seconds(150));
    report.note("all of them are sent after", seconds_since(mended));
    audit(shop, purchases, crowd.adventures(), report,
          {.mails = server.letters(), .letters_cut = server.cut()});
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
