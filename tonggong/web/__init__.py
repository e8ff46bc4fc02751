"""What each user sees: one desk per audience, which know the shared components and not each other."""
