"""What referrals add to pages of the rooms below: signed up once, when the application starts."""

from cases import registry


def sign_up():
    from referrals import withdrawal

    registry.on_withdrawal(withdrawal.tell)
