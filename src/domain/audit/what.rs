//! What may happen, and in which area of the log it is looked for.

words! {
    /// Part of the log.
    Area {
        Settings = "settings",
        Looks = "looks",
        Team = "team",
        SignIn = "sign-in",
        Keys = "keys",
        Companies = "companies",
        Connections = "connections",
        Credentials = "credentials",
        Log = "log",
    }
}

words! {
    /// What happened. A word that once stands in a log is never given another meaning.
    What {
        PartnerCreated = "partner created",
        SettingsChanged = "settings changed",
        CalloutPublished = "callout published",
        CalloutScheduled = "callout scheduled",
        CalloutUnscheduled = "callout unscheduled",
        CalloutRestored = "callout restored",
        BrandingPublished = "branding published",
        BrandingRestored = "branding restored",
        ImageSet = "image set",
        ImageRemoved = "image removed",
        MemberInvited = "member invited",
        InvitationWithdrawn = "invitation withdrawn",
        MemberJoined = "member joined",
        MemberRoleChanged = "member role changed",
        MemberRemoved = "member removed",
        MemberChanged = "member changed",
        ResetLinkMade = "reset link made",
        SignedIn = "signed in",
        SignInFailed = "sign-in failed",
        SignedOut = "signed out",
        PasswordChanged = "password changed",
        AuthenticatorAdded = "authenticator added",
        AuthenticatorRemoved = "authenticator removed",
        PasskeyAdded = "passkey added",
        PasskeyRemoved = "passkey removed",
        RecoveryCodesMade = "recovery codes made",
        RecoveryCodeUsed = "recovery code used",
        SessionsEnded = "sessions ended",
        KeyCreated = "API key created",
        KeyRolled = "API key rolled",
        KeyDeleted = "API key deleted",
        CompanyCreated = "company created",
        CompanyChanged = "company changed",
        CompanyDeleted = "company deleted",
        ConnectionCreated = "connection created",
        ConnectionUnlinked = "connection unlinked",
        ConnectionDeleted = "connection deleted",
        LinkMade = "link made by hand",
        CredentialsMade = "credentials made",
        CredentialsRevoked = "credentials revoked",
        PersonalDataRemoved = "personal data removed",
        LogBegun = "log begun",
        LogSealedAnew = "log sealed anew",
    }
}

impl What {
    pub fn area(self) -> Area {
        match self {
            Self::PartnerCreated | Self::SettingsChanged => Area::Settings,
            Self::CalloutPublished
            | Self::CalloutScheduled
            | Self::CalloutUnscheduled
            | Self::CalloutRestored
            | Self::BrandingPublished
            | Self::BrandingRestored
            | Self::ImageSet
            | Self::ImageRemoved => Area::Looks,
            Self::MemberInvited
            | Self::InvitationWithdrawn
            | Self::MemberJoined
            | Self::MemberRoleChanged
            | Self::MemberRemoved
            | Self::MemberChanged
            | Self::ResetLinkMade => Area::Team,
            Self::SignedIn
            | Self::SignInFailed
            | Self::SignedOut
            | Self::PasswordChanged
            | Self::AuthenticatorAdded
            | Self::AuthenticatorRemoved
            | Self::PasskeyAdded
            | Self::PasskeyRemoved
            | Self::RecoveryCodesMade
            | Self::RecoveryCodeUsed
            | Self::SessionsEnded => Area::SignIn,
            Self::KeyCreated | Self::KeyRolled | Self::KeyDeleted => Area::Keys,
            Self::CompanyCreated | Self::CompanyChanged | Self::CompanyDeleted => Area::Companies,
            Self::ConnectionCreated | Self::ConnectionUnlinked | Self::ConnectionDeleted | Self::LinkMade => {
                Area::Connections
            }
            Self::CredentialsMade | Self::CredentialsRevoked => Area::Credentials,
            Self::PersonalDataRemoved | Self::LogBegun | Self::LogSealedAnew => Area::Log,
        }
    }
}

words! {
    /// What was changed.
    ThingKind {
        Partner = "partner",
        Settings = "settings",
        Callout = "callout",
        Branding = "branding",
        Image = "image",
        Member = "member",
        ApiKey = "API key",
        Company = "company",
        Connection = "connection",
        Credentials = "credentials",
        Log = "audit log",
    }
}

words! {
    /// The kinds of those who make changes.
    ActorKind {
        Member = "member",
        ApiKey = "API key",
        Token = "access token",
        Customer = "customer",
        Software = "accounting software",
        Operator = "operator",
        Clock = "clock",
    }
}
